import { isWrittenHere } from '../../resources/compose-place.ts';
import type { ConfigValue } from '../../resources/config-values.ts';
import { environmentOf, serviceValuesOf } from '../../resources/config-values.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Problem } from '../types.ts';
import { isForDevelopment } from './environment.ts';

type Found = Problem<'format' | 'level', 'set'>;

export default defineRule({
  id: 'observability/log-format',
  guide: ['structured-logs'],
  level: 'strict',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'Logs in another format than JSON, or at debug level in production',
    why:
      'One conversation passes through several services. Its story can be put together again only where all of them write the same structured format with a ' +
      'correlation id. Logs at debug level bury that story, cost more than they tell, and tend to hold what users say.',
    fix: 'Set the format to JSON, or to the one of the option `formats` that all services use, and the level to info.',
    exceptions:
      'Variables with a literal value only. Formats that are JSON by another name (ecs, gelf, logstash, stackdriver) and templates that write JSON are fine. ' +
      'Levels are not judged where the namespace, a label, a variable such as NODE_ENV, or the name of the file or its folder says that it is no ' +
      'production (dev, test, staging, …), nor in Compose files.',
    sources: ['Deployment guide, logs: one structured format with correlation ids in all services'],
  },
  options: {
    formats: {
      type: 'strings',
      default: ['json'],
      description: 'Formats that are fine; the quick fix writes the first one',
    },
  },
  messages: {
    format:
      '{owner} logs as "{found}" ({name}); logs of all services can be searched together only where all write one structured format, such as {wanted}.',
    level: '{owner} logs at level {found} ({name}); in production that buries what matters, and may write into the logs what users say.',
  },
  *check(container, { options, inventory }) {
    const variables = environmentOf(container);
    for (const variable of variables) yield* checkFormat(variable, options.formats);
    const verbose = variables.flatMap((variable) => [...checkLevel(variable)]);
    if (verbose.length > 0 && !isForDevelopment(container.workload, inventory)) yield* verbose;
  },
  *checkCompose(service, { options }) {
    for (const value of serviceValuesOf(service)) {
      if (!value.place.startsWith('variable')) continue;
      for (const problem of checkFormat(value, options.formats)) {
        yield isWrittenHere(service.document, problem.at) ? problem : { ...problem, fixes: [] };
      }
    }
  },
  fixes: {
    set: {
      title: 'Set {name} to {wanted}',
      safe: false,
      patches: ({ at, data: { text = null } }) => [{ op: 'set', at, value: text }],
    },
  },
});

/** Names of variables that state a format or a level, of an application or of one of its parts (`API_LOG_LEVEL`). */
const FORMAT_NAME = /(?:^|_)LOG(?:S|GER|GING)?_?(?:OUTPUT_)?(?:FORMAT|FORMATTER|ENCODING|ENCODER|STYLE)$/;
const LEVEL_NAME = /(?:^|_)LOG(?:GER|GING)?_?(?:LEVEL|VERBOSITY)$|^LOGGING_LEVEL_[A-Z0-9_]+$|^RUST_LOG$/;

/** Formats that are JSON by another name: Elastic Common Schema, Graylog, Logstash, Google Cloud Logging, Bunyan. */
const IS_JSON = /json|^(?:ecs|gelf|logstash|stackdriver|google|gcp|cloud-?logging|bunyan)$|^\s*\{/i;
/** Levels of common libraries that are below info. */
const VERBOSE = /^(?:debug|trace|verbose|silly|all|fine|finer|finest)$/i;

function* checkFormat({ owner, name = '', text, at, write }: ConfigValue, formats: readonly string[]): Iterable<Found> {
  const found = text.trim();
  const [wanted = 'json'] = formats;
  const isFine = found === '' || isPlaceholder(found) || IS_JSON.test(found) || formats.includes(found.toLowerCase());
  if (!FORMAT_NAME.test(name) || isFine) return;
  yield { at, part: 'value', message: 'format', data: { owner, name, found, wanted, text: write(wanted) } };
}

function* checkLevel({ owner, name = '', text, at, write }: ConfigValue): Iterable<Found> {
  const found = text.trim();
  if (!LEVEL_NAME.test(name) || !VERBOSE.test(found)) return;
  const wanted = found === found.toUpperCase() ? 'INFO' : 'info';
  yield { at, part: 'value', message: 'level', data: { owner, name, found, wanted, text: write(wanted) } };
}
