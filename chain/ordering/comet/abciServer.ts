/** The socket that CometBFT speaks ABCI to: frames of a length and a message, answered in the order they come. */
import { createServer, type Server, type Socket } from 'node:net';
import { ChainFault } from '../../errors.ts';
import type { AbciApplication } from './abci.ts';
import { answer } from './abciCalls.ts';
import { readVarint, varintBytes } from './protobuf.ts';

/** A frame holds a block of at most 100 MiB, CometBFT's own limit, and its commit. */
const frameBytesMax = 104_857_600 + 4_194_304;

interface AbciServerOptions {
  /** Hears of failures: those that were answered by a refusal, and those that closed the connection (`fatal`). */
  readonly onError: (error: unknown, fatal: boolean) => void;
}

/** Gathers what arrives into whole messages. */
export class Frames {
  private readonly parts: Buffer[] = [];
  private held = 0;
  private needed = 1;

  /** The messages that are whole now. Throws a `ChainFault` for a frame that is too large. */
  add(part: Buffer): Uint8Array[] {
    this.parts.push(part);
    this.held += part.length;
    // Joined only when a frame is whole: a large block arrives in many parts.
    if (this.held < this.needed) return [];
    const bytes = Buffer.concat(this.parts);
    const messages: Uint8Array[] = [];
    let at = 0;
    this.needed = 1;
    for (let head = readVarint(bytes, at); head !== undefined; head = readVarint(bytes, at)) {
      const length = Number(head.value);
      if (length > frameBytesMax)
        throw new ChainFault(`CometBFT sent ${length} bytes at once; ${frameBytesMax} fit.`);
      this.needed = head.end - at + length;
      if (head.end + length > bytes.length) break;
      messages.push(bytes.subarray(head.end, head.end + length));
      at = head.end + length;
      this.needed = 1;
    }
    this.parts.splice(0, this.parts.length, bytes.subarray(at));
    this.held = bytes.length - at;
    return messages;
  }
}

function serve(socket: Socket, app: AbciApplication, onError: AbciServerOptions['onError']): void {
  const frames = new Frames();
  let turn: Promise<void> = Promise.resolve();
  const fail = (error: unknown): void => {
    if (socket.destroyed) return;
    socket.destroy();
    onError(error, true);
  };
  const reply = async (message: Uint8Array): Promise<void> => {
    // What was asked behind a failure is not begun: the state is not what it was asked of.
    if (socket.destroyed) return;
    const response = await answer(app, message, (error) => onError(error, false));
    if (!socket.destroyed) socket.write(Buffer.concat([varintBytes(response.length), response]));
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', (part: Buffer) => {
    try {
      for (const message of frames.add(part)) turn = turn.then(() => reply(message)).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** Listens for CometBFT on a port of this machine; 0 takes a free one. */
export class AbciServer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(app: AbciApplication, options: AbciServerOptions) {
    this.server = createServer({ noDelay: true }, (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      serve(socket, app, options.onError);
    });
  }

  /** Resolves to the port. Rejects when it is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Ends all connections. */
  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
