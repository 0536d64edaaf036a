import { defineRule } from '../define-rule.ts';

export default defineRule({
  id: 'schema/syntax',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'The document is not YAML, or says something twice',
    why: 'kubectl refuses the whole file. Duplicate keys are worse: the last one wins without a word, whichever of them was meant.',
    fix: 'Mend the line that the message points at; most often it is the indentation, a quote that is not closed, or a key that is there twice.',
    exceptions:
      'Templates (`{{ … }}` outside plain YAML), wherever their actions may have a part in it. While a document does not parse, only its syntax is reported.',
    sources: ['YAML 1.2.2'],
  },
  messages: { error: '{text}' },
  *check({ document }) {
    for (const { code, message, start, end } of document.problems) {
      yield { at: [], message: 'error', data: { code, text: message }, span: { start, end } };
    }
  },
});
