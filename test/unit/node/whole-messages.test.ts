import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { wholeMessages } from '../../../server/src/node/whole-messages.ts';

/** What arrives for some writes, piece by piece. */
async function piecesOf(...writes: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const output = new PassThrough();
  const pieces: string[] = [];
  output.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  const stream = wholeMessages(output);
  for (const write of writes) stream.write(write, 'ascii');
  await new Promise((resolve) => stream.end(resolve));
  return pieces;
}

test('a head and the body that follows it are one piece', async () => {
  const body = Buffer.from('{"ü":1}');
  const pieces = await piecesOf('Content-Length: 8\r\n\r\n', body, 'Content-Length: 2\r\n', '\r\n', Buffer.from('{}'));
  expect(pieces).toEqual(['Content-Length: 8\r\n\r\n{"ü":1}', 'Content-Length: 2\r\n\r\n{}']);
});

test('a body without a head, and a head without a body, are passed on', async () => {
  expect(await piecesOf(Buffer.from('{}'))).toEqual(['{}']);
  expect(await piecesOf('Content-Length: 2\r\n\r\n')).toEqual(['Content-Length: 2\r\n\r\n']);
});
