/** Reads request bodies: never more than allowed, well-formed UTF-8, one media type. */
import { ApiError, type ApiError as Refusal } from './problem.ts';
import type { RouteContext } from './route.ts';

/** JSON bodies: the largest transaction is 48 KiB of CBOR; proposals with objects for actions come near this. */
export const jsonBytesMax = 64 * 1024;

/** The media type of a request's body, without parameters, in lower case. */
const mediaTypeOf = (c: RouteContext): string =>
  (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Throws ApiError `api.unsupportedMediaType` unless the body has one of the types. */
export const expectMediaType = (c: RouteContext, ...types: readonly string[]): string => {
  const type = mediaTypeOf(c);
  if (types.includes(type)) return type;
  throw new ApiError('api.unsupportedMediaType', `It takes ${types.join(' or ')}.`);
};

/** The body as chunks that never sum to more than `bytesMax`; refuses at the first byte above. */
export async function* bodyChunks(
  c: RouteContext,
  bytesMax: number,
  tooLarge: () => Refusal,
): AsyncGenerator<Uint8Array> {
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > bytesMax) throw tooLarge();
  const { body } = c.req.raw;
  if (body === null) return;
  let bytes = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.length;
      if (bytes > bytesMax) throw tooLarge();
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The whole body, at most `bytesMax` bytes. */
export const readBody = async (
  c: RouteContext,
  bytesMax: number,
  tooLarge: () => Refusal = () => new ApiError('api.bodyTooLarge', `At most ${bytesMax} bytes.`),
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bodyChunks(c, bytesMax, tooLarge)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const decoder = new TextDecoder('utf-8', { fatal: true });
/** The text that bytes hold; throws ApiError `api.badJson` where they are not UTF-8. */
export const textOfBody = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ApiError('api.badJson', 'The body is not well-formed UTF-8.');
  }
};
