import { Writable } from 'node:stream';

/**
 * A stream that passes each message of the Language Server Protocol on as one piece. Its library writes a message's head (a text) and body
 * (bytes) one after the other, and each piece is a system call that wakes the client: half a millisecond between a keystroke and its diagnostics.
 */
export function wholeMessages(output: NodeJS.WritableStream): Writable {
  let head = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _, done) {
      if (typeof chunk === 'string') {
        head += chunk;
        done();
        return;
      }
      const message = head === '' ? chunk : Buffer.concat([Buffer.from(head, 'ascii'), chunk]);
      head = '';
      output.write(message, done);
    },
    final(done) {
      if (head === '') done();
      else output.write(head, 'ascii', done);
    },
  });
}
