import type { Span, YamlNode } from './types.ts';

/** Gives a copy of a node at its new place, which shares the node's values. */
export type Mover = <N extends YamlNode>(node: N) => N;

/**
 * A mover of nodes that an edit before them has shifted by so many characters. Nodes are given to it in the order of the text, so that
 * an alias finds its moved anchor.
 */
export function moverBy(by: number): Mover {
  if (by === 0) return (node) => node;
  const anchored = new Map<YamlNode, YamlNode>();
  const move = (node: YamlNode): YamlNode => {
    const { anchor, tag } = node;
    const copy = copyAt(node, node.start + by, node.end + by);
    if (anchor === undefined && tag === undefined) return copy;
    const whole = { ...copy, ...(anchor === undefined ? {} : { anchor }), ...(tag === undefined ? {} : { tag }) };
    if (anchor !== undefined) anchored.set(node, whole);
    return whole;
  };
  /** Written out, since half a document of nodes is copied at a keystroke, and spreading them takes five times as long. */
  const copyAt = (node: YamlNode, start: number, end: number): YamlNode => {
    switch (node.kind) {
      case 'scalar':
        return { kind: 'scalar', style: node.style, start, end, value: node.value };
      case 'seq':
        return { kind: 'seq', start, end, flow: node.flow, items: node.items.map(move), value: node.value };
      case 'map': {
        const pairs = node.pairs.map(({ key, value }) => ({ key: move(key), value: move(value) }));
        return { kind: 'map', start, end, flow: node.flow, pairs, value: node.value };
      }
      case 'alias':
        return {
          kind: 'alias',
          start,
          end,
          name: node.name,
          target: node.target && (anchored.get(node.target) ?? node.target),
          value: node.value,
        };
    }
  };
  return <N extends YamlNode>(node: N) => move(node) as N;
}

/** A comment, a problem or any other stretch of text at its new place. */
export function movedSpan<S extends Span>(span: S, by: number): S {
  return { ...span, start: span.start + by, end: span.end + by };
}
