/** Contributions' bytes outside of the chain: one file each, named by its salted hash, with the salt before the bytes. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  contentBytesMax,
  contentFilesMax,
  contentTotalBytesMax,
  contentUnclaimedBytesMax,
  contentUnclaimedMs,
  contentUploadsMax,
} from './storageLimits.ts';

/** A stable code of each content error. */
type ContentErrorCode =
  | 'api.contentTooLarge'
  | 'api.contentQuota'
  | 'api.contentBusy'
  | 'chain.contentDamaged';

/** Content that is refused, or whose stored bytes are not those that were put. */
class ContentError extends Error {
  readonly code: ContentErrorCode;

  constructor(code: ContentErrorCode, sentence: string) {
    super(sentence);
    this.name = 'ContentError';
    this.code = code;
  }
}

/** Bounds that an operator may lower; the defaults stand in `storageLimits.ts`. */
export interface ContentStoreOptions {
  totalBytesMax?: number;
  unclaimedBytesMax?: number;
  filesMax?: number;
  /** Asked for content that is not here; its answer is kept if it has the hash. */
  elsewhere?: (id: string) => Promise<{ salt: string; bytes: Uint8Array } | undefined>;
}

interface ContentFile {
  bytes: number;
  claimed: boolean;
  uploadedAtMs: number;
}

const saltBytes = 32;
const idPattern = /^[0-9a-f]{64}$/;

/** Opens the content store in `folder`, made if needed; uploads that a crash cut short are deleted. */
export async function openContentStore(
  folder: string,
  options: ContentStoreOptions = {},
): Promise<ContentStore> {
  await rm(join(folder, 'uploading'), { recursive: true, force: true });
  for (const name of ['uploading', 'unclaimed', 'claimed'])
    await mkdir(join(folder, name), { recursive: true });
  await syncFolder(folder);
  const files = new Map<string, ContentFile>();
  for (const name of ['unclaimed', 'claimed']) {
    for (const id of await readdir(join(folder, name))) {
      if (!idPattern.test(id)) continue;
      const { size, mtimeMs } = await stat(join(folder, name, id));
      files.set(id, {
        bytes: size - saltBytes,
        claimed: name === 'claimed',
        uploadedAtMs: Math.floor(mtimeMs),
      });
    }
  }
  return new ContentStore(folder, files, options);
}

/** The hash that names content: SHA-256("meritlane/content" ‖ salt ‖ bytes), in hex; the salt is 32 bytes in hex. */
export function hashContent(salt: string, bytes: Uint8Array): string {
  return createHash('sha256')
    .update('meritlane/content')
    .update(decodeSalt(salt))
    .update(bytes)
    .digest('hex');
}

/** The store of content. Its methods may be called side by side; changes of names are made one after another. */
export class ContentStore {
  readonly #folder: string;
  readonly #files: Map<string, ContentFile>;
  readonly #limits: Required<Omit<ContentStoreOptions, 'elsewhere'>>;
  readonly #elsewhere: ContentStoreOptions['elsewhere'];
  #uploads = 0;
  #uploadBytes = 0;
  #totalBytes = 0;
  #unclaimedBytes = 0;
  #tail: Promise<unknown> = Promise.resolve();

  /** Use `openContentStore`. */
  constructor(
    folder: string,
    files: Map<string, ContentFile>,
    { elsewhere, ...limits }: ContentStoreOptions,
  ) {
    this.#elsewhere = elsewhere;
    this.#folder = folder;
    this.#files = files;
    this.#limits = {
      totalBytesMax: contentTotalBytesMax,
      unclaimedBytesMax: contentUnclaimedBytesMax,
      filesMax: contentFilesMax,
      ...limits,
    };
    for (const file of files.values()) this.#count(file, 1);
  }

  /** Bytes of all content, and of the part that nobody has claimed, uploads under way included. */
  get usage(): { totalBytes: number; unclaimedBytes: number; files: number } {
    return {
      totalBytes: this.#totalBytes + this.#uploadBytes,
      unclaimedBytes: this.#unclaimedBytes + this.#uploadBytes,
      files: this.#files.size,
    };
  }

  /**
   * Stores content under a salt (32 bytes in hex) and returns its id once it is synced. `nowMs` begins its ten minutes.
   * @throws ContentError `api.contentTooLarge` at the first byte above 8 MiB, `api.contentQuota` when the store or
   *   its unclaimed part is full, `api.contentBusy` when too many uploads are under way.
   */
  async put(source: Uint8Array | AsyncIterable<Uint8Array>, salt: string, nowMs: number): Promise<string> {
    const saltRaw = decodeSalt(salt);
    if (this.#uploads >= contentUploadsMax) {
      throw new ContentError('api.contentBusy', `${contentUploadsMax} uploads are already under way.`);
    }
    if (this.#files.size + this.#uploads >= this.#limits.filesMax) {
      throw new ContentError('api.contentQuota', `The store already holds ${this.#limits.filesMax} files.`);
    }
    this.#uploads++;
    const path = join(this.#folder, 'uploading', randomBytes(16).toString('hex'));
    let bytes = 0;
    try {
      const hash = createHash('sha256').update('meritlane/content').update(saltRaw);
      const file = await open(path, 'wx', 0o600);
      try {
        await writeAll(file, saltRaw);
        for await (const chunk of source instanceof Uint8Array ? [source] : source) {
          this.#reserve(bytes, chunk.length);
          bytes += chunk.length;
          hash.update(chunk);
          await writeAll(file, chunk);
        }
        await file.utimes(nowMs / 1000, nowMs / 1000);
        await file.sync();
      } finally {
        await file.close();
      }
      const id = hash.digest('hex');
      await this.#inOrder(() => this.#keep(path, id, { bytes, claimed: false, uploadedAtMs: nowMs }));
      return id;
    } finally {
      this.#uploads--;
      this.#uploadBytes -= bytes;
      await rm(path, { force: true });
    }
  }

  /** The salt and bytes of an id, or undefined. Throws ContentError `chain.contentDamaged` if they do not hash to it. */
  async get(contentId: string): Promise<{ salt: string; bytes: Uint8Array } | undefined> {
    // The pattern also keeps ids from being paths.
    if (!idPattern.test(contentId)) return undefined;
    if (!this.#files.has(contentId)) await this.#fetch(contentId);
    return this.#inOrder(async () => {
      const file = this.#files.get(contentId);
      if (file === undefined) return undefined;
      const raw = await readFile(this.#path(contentId, file));
      const salt = raw.subarray(0, saltBytes).toString('hex');
      const bytes = raw.subarray(saltBytes);
      if (raw.length < saltBytes || hashContent(salt, bytes) !== contentId) {
        throw new ContentError(
          'chain.contentDamaged',
          `The stored content ${contentId} does not match its hash.`,
        );
      }
      return { salt, bytes };
    });
  }

  /** The same, of what is stored here alone. */
  async getHere(contentId: string): Promise<{ salt: string; bytes: Uint8Array } | undefined> {
    return this.#files.has(contentId) ? this.get(contentId) : undefined;
  }

  /** Keeps what another place has under this id, if it hashes to it. */
  async #fetch(contentId: string): Promise<void> {
    const found = await this.#elsewhere?.(contentId);
    if (
      found !== undefined &&
      idPattern.test(found.salt) &&
      hashContent(found.salt, found.bytes) === contentId
    )
      await this.put(found.bytes, found.salt, Date.now());
  }

  /** How many bytes the content has, without its salt; undefined where it is not here. */
  sizeOf(contentId: string): number | undefined {
    return this.#files.get(contentId)?.bytes;
  }

  /** Keeps content for good, because a transaction names it; returns whether it is there. */
  claim(contentId: string): Promise<boolean> {
    return this.#inOrder(async () => {
      const file = this.#files.get(contentId);
      if (file === undefined) return false;
      if (file.claimed) return true;
      const claimed = { ...file, claimed: true };
      await rename(this.#path(contentId, file), this.#path(contentId, claimed));
      this.#replace(contentId, claimed);
      await syncFolder(join(this.#folder, 'claimed'));
      await syncFolder(join(this.#folder, 'unclaimed'));
      return true;
    });
  }

  /** Deletes salt and bytes together; returns whether they were there. */
  erase(contentId: string): Promise<boolean> {
    return this.#inOrder(() => this.#erase(contentId));
  }

  /** Deletes uploads that nobody has claimed for ten minutes; returns their number. */
  sweep(nowMs: number): Promise<number> {
    return this.#inOrder(async () => {
      let swept = 0;
      for (const [id, file] of this.#files) {
        if (file.claimed || nowMs - file.uploadedAtMs < contentUnclaimedMs) continue;
        await this.#erase(id);
        swept++;
      }
      return swept;
    });
  }

  async #keep(path: string, id: string, file: ContentFile): Promise<void> {
    const old = this.#files.get(id);
    if (old?.claimed === true) return;
    await rename(path, this.#path(id, file));
    this.#replace(id, file);
    await syncFolder(join(this.#folder, 'unclaimed'));
  }

  async #erase(id: string): Promise<boolean> {
    const file = this.#files.get(id);
    if (file === undefined) return false;
    await rm(this.#path(id, file), { force: true });
    this.#replace(id, undefined);
    await syncFolder(join(this.#folder, file.claimed ? 'claimed' : 'unclaimed'));
    return true;
  }

  /** Reserves room for the next bytes of an upload, or refuses them before they are written. */
  #reserve(before: number, bytes: number): void {
    if (before + bytes > contentBytesMax) {
      throw new ContentError('api.contentTooLarge', `The content has more than ${contentBytesMax} bytes.`);
    }
    const { totalBytes, unclaimedBytes } = this.usage;
    if (
      unclaimedBytes + bytes > this.#limits.unclaimedBytesMax ||
      totalBytes + bytes > this.#limits.totalBytesMax
    ) {
      throw new ContentError(
        'api.contentQuota',
        'The store has no room for more unclaimed content at the moment.',
      );
    }
    this.#uploadBytes += bytes;
  }

  #replace(id: string, file: ContentFile | undefined): void {
    const old = this.#files.get(id);
    if (old !== undefined) this.#count(old, -1);
    if (file === undefined) this.#files.delete(id);
    else {
      this.#files.set(id, file);
      this.#count(file, 1);
    }
  }

  #count(file: ContentFile, sign: 1 | -1): void {
    this.#totalBytes += sign * file.bytes;
    if (!file.claimed) this.#unclaimedBytes += sign * file.bytes;
  }

  #path(id: string, file: ContentFile): string {
    return join(this.#folder, file.claimed ? 'claimed' : 'unclaimed', id);
  }

  #inOrder<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

function decodeSalt(salt: string): Buffer {
  if (!idPattern.test(salt)) throw new RangeError('The salt is not 32 bytes in lower-case hex.');
  return Buffer.from(salt, 'hex');
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    done += bytesWritten;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder to sync it; there the file system's own journal orders the names.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
