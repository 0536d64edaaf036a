import type { CancellationToken } from 'vscode-languageserver';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Where the server tells what went wrong inside it. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
}

/** Thrown by long work whose request was cancelled; the guard answers it as the protocol wants. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** @throws CancelledError once the request was cancelled. */
export function throwIfCancelled(token: CancellationToken | undefined): void {
  if (token?.isCancellationRequested) throw new CancelledError();
}

/** What a handler of a request may return. */
type Answer<R> = R | Promise<R>;

/** Keeps one failing message from taking the server with it: the failure is logged and the client gets the fallback. */
export class Guard {
  readonly #log: Log;
  #down = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** From here on every request is refused, as the protocol asks for after `shutdown`. */
  shutDown(): void {
    this.#down = true;
  }

  /** A request's handler that answers `fallback` where `handle` throws, and an error where it was cancelled. */
  request<P, R, T extends readonly unknown[]>(
    name: string,
    fallback: R,
    handle: (params: P, token: CancellationToken, ...rest: T) => Answer<R>,
  ): (params: P, token: CancellationToken, ...rest: T) => Promise<R | ResponseError<never>> {
    return async (params, token, ...rest) => {
      if (this.#down) return new ResponseError(ErrorCodes.InvalidRequest, 'The server is shutting down.');
      try {
        throwIfCancelled(token);
        return await handle(params, token, ...rest);
      } catch (error) {
        if (error instanceof CancelledError) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
        this.failed(name, error);
        return fallback;
      }
    };
  }

  /** A notification's handler, or any callback, that never throws. */
  run<T extends readonly unknown[]>(name: string, handle: (...args: T) => void | Promise<void>): (...args: T) => Promise<void> {
    return async (...args) => {
      try {
        await handle(...args);
      } catch (error) {
        this.failed(name, error);
      }
    };
  }

  /** Logs a failure. */
  failed(name: string, error: unknown): void {
    this.#log.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
