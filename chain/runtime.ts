/** Prepares one transaction (decodes its actions, declares its cells) and applies it, turning rejections into receipts. */
import { type Access, type Accesses, keyText } from './access.ts';
import { admissionOnly } from './chainState.ts';
import { decodeValue, Malformed, Writer } from './codec.ts';
import { equal, fromHex } from './crypto/bytes.ts';
import { Invalid, isFatal, present, Rejection, rejectWith } from './errors.ts';
import { callId } from './genesis.ts';
import { cellsPerTransactionMax, eventsPerTransactionMax } from './limits.ts';
import type { DrawGuard } from './module.ts';
import { encodeReceipt, type ReceiptStatus } from './receipt.ts';
import { type Kind, kindOf, type Registry } from './registry.ts';
import type { Address, Call, Id } from './scalars.ts';
import { type Effects, TouchedCell } from './touched.ts';

/** A transaction or a call, as its kind sees it. */
export interface Request {
  readonly kind: Kind;
  readonly sender: Address;
  readonly payload: unknown;
  readonly id: Id;
  readonly key?: { readonly scheme: number; readonly publicKey: string };
}

interface PreparedRequest {
  readonly request: Request;
  readonly handles: Readonly<Record<string, Handle | readonly Handle[]>>;
}
/** A transaction ready to execute: every cell it may touch, once. */
export interface Prepared extends PreparedRequest {
  readonly cells: readonly TouchedCell[];
  readonly actions: readonly (PreparedRequest & { readonly mayFail: boolean })[];
  /** Declared cells, past reads included: what the fee counts. */
  readonly cellCount: number;
  readonly weight: number;
}

/** Gives closed values of checkpointed cells. */
export type ReadPast = (access: Access<'past'>) => unknown;

/** What a transition holds for one declared access. */
class Handle {
  private readonly cell: TouchedCell | undefined;
  private readonly access: Access;
  private readPast: ReadPast | undefined;
  constructor(access: Access, cell: TouchedCell | undefined) {
    this.access = access;
    this.cell = cell;
  }
  /** Before each run of the transition. */
  open(_: Place, readPast: ReadPast): void {
    this.readPast = readPast;
  }
  private reach(mode: Access['mode']): TouchedCell {
    if (this.cell === undefined || this.access.mode !== mode)
      throw new Error(`A cell of ${this.access.collection.name} was not declared for ${mode}.`);
    return this.cell;
  }
  get(): unknown {
    if (this.access.mode === 'past') {
      if (this.readPast === undefined) throw new Error('A past value was read before the block opened.');
      return this.readPast(this.access as Access<'past'>);
    }
    return this.access.mode === 'write' ? this.reach('write').latest() : this.reach('read').read();
  }
  set(value: unknown): void {
    this.reach('write').set(value);
  }
  delete(): void {
    this.reach('write').delete();
  }
  add(delta: never): void {
    this.reach('add').add(delta);
  }
  draw(amount: bigint): void {
    this.reach('draw').draw(amount);
  }
}

/** A draw of an action that takes along what the guard says. */
class GuardedHandle extends Handle {
  private readonly guard: DrawGuard;
  private readonly cells: Readonly<Record<string, Handle>>;
  private place: Place | undefined;
  constructor(
    access: Access,
    cell: TouchedCell | undefined,
    guard: DrawGuard,
    cells: Readonly<Record<string, Handle>>,
  ) {
    super(access, cell);
    this.guard = guard;
    this.cells = cells;
  }
  override open(place: Place, readPast: ReadPast): void {
    super.open(place, readPast);
    this.place = place;
  }
  override draw(amount: bigint): void {
    const { time, genesisTime } = present(this.place, 'A guarded draw runs in no block.');
    this.guard.draw(this.cells, amount, { time, genesisTime, reject: rejectWith });
    super.draw(amount);
  }
}

/** Up to this many cells, comparing keys one by one costs less than a map of them. */
const comparedCellsMax = 8;

/** The cells of one transaction while they are being declared. */
class Declaration {
  readonly cells: TouchedCell[] = [];
  pastReads = 0;
  private byKey: Map<string, TouchedCell> | undefined;

  handle(kind: string, access: Access): Handle {
    return new Handle(access, this.touch(kind, access));
  }

  /** The cell of an access; a past value has none. */
  private touch(kind: string, access: Access): TouchedCell | undefined {
    const { collection, mode, key } = access;
    if (admissionOnly.has(collection))
      throw new Error(`${kind} declares ${collection.name}, which admission alone may touch.`);
    if (mode === 'past') {
      this.pastReads++;
      return undefined;
    }
    let cell = this.find(key);
    if (cell === undefined) {
      cell = new TouchedCell(collection, key);
      this.cells.push(cell);
      this.byKey?.set(keyText(key), cell);
    }
    cell.declare(mode, access.ceiling);
    return cell;
  }

  private find(key: Uint8Array): TouchedCell | undefined {
    const { cells } = this;
    if (cells.length > comparedCellsMax) {
      this.byKey ??= new Map(cells.map((cell) => [keyText(cell.key), cell]));
      return this.byKey.get(keyText(key));
    }
    for (const cell of cells) if (equal(cell.key, key)) return cell;
    return undefined;
  }

  /** The handle of an action's access; where the guard watches it, its draws run through the guard. */
  private guarded(kind: string, access: Access, guard: DrawGuard | undefined): Handle {
    const more = access.mode === 'draw' ? guard?.access(access) : undefined;
    if (guard === undefined || more === undefined) return this.handle(kind, access);
    const cell = this.touch(kind, access);
    const cells = Object.fromEntries(
      Object.entries(more).map(([name, one]) => [name, this.handle(kind, one as Access)]),
    );
    return new GuardedHandle(access, cell, guard, cells);
  }

  request(request: Request, guard?: DrawGuard): PreparedRequest {
    const { kind, sender, payload, id } = request;
    const handles: Record<string, Handle | readonly Handle[]> = {};
    const accesses: Accesses = kind.definition.access({ sender, payload, id });
    for (const name of Object.keys(accesses)) {
      const access = accesses[name] as Access | readonly Access[];
      handles[name] = isList(access)
        ? access.map((one) => this.guarded(kind.name, one, guard))
        : this.guarded(kind.name, access, guard);
    }
    return { request, handles };
  }
}
const isList = (access: Access | readonly Access[]): access is readonly Access[] => Array.isArray(access);

interface Action {
  readonly action: Request;
  readonly mayFail: boolean;
  readonly guard: DrawGuard | undefined;
}
const noActions: readonly Action[] = [];
const prepareActions = (registry: Registry, request: Request) => {
  if (request.kind.definition.calls === undefined) return noActions;
  const asked = request.kind.definition.calls({
    sender: request.sender,
    payload: request.payload,
    id: request.id,
  });
  return asked.calls.map((call: Call, index): Action => {
    const kind = kindOf(registry, call.kind);
    if (kind.definition.calls !== undefined)
      throw new Invalid('chain.malformed', `An action cannot be ${call.kind}, which runs actions itself.`);
    const payload = decodeValue(kind.payload, fromHex(call.payload));
    const action: Request = {
      kind,
      sender: asked.sender,
      payload,
      id: callId(request.id, index),
    };
    return { action, mayFail: call.mayFail, guard: asked.guard };
  });
};

/**
 * Declares all cells of a transaction and of the actions it carries. Reads no state. Throws `Invalid` for actions that
 * are malformed or nested and for too many cells.
 */
export const prepare = (registry: Registry, request: Request): Prepared => {
  const declaration = new Declaration();
  try {
    const main = declaration.request(request);
    const actions = prepareActions(registry, request).map(({ action, mayFail, guard }) => ({
      ...declaration.request(action, guard),
      mayFail,
    }));
    const cellCount = declaration.cells.length + declaration.pastReads;
    if (cellCount > cellsPerTransactionMax)
      throw new Invalid('chain.tooManyCells', `${cellCount} cells; at most ${cellsPerTransactionMax}.`);
    let weight = request.kind.definition.weight ?? 1;
    for (const action of actions) weight += action.request.kind.definition.weight ?? 1;
    return { ...main, cells: declaration.cells, actions, cellCount, weight };
  } catch (error) {
    if (error instanceof Malformed)
      throw new Invalid('chain.malformed', `An action is malformed: ${error.message}.`);
    if (error instanceof RangeError && !isFatal(error)) throw new Invalid('chain.malformed', error.message);
    throw error;
  }
};

/** Where in the chain a transaction runs. */
export interface Place {
  readonly height: number;
  readonly time: number;
  readonly index: number;
  readonly genesisTime: number;
}

/** The outcome of one transaction; effects on its cells count iff `status` is applied. */
export interface Outcome {
  readonly status: ReceiptStatus;
  readonly code: string;
  readonly receipt: Uint8Array;
  /** The error behind `chain.moduleFault`, for the alarm. */
  readonly fault?: unknown;
}

/** Collects events in canonical bytes, so that what cannot be encoded fails inside the transition. */
class Recorder {
  readonly writer = new Writer(4096);
  count = 0;
  clear(): void {
    this.writer.at = 0;
    this.count = 0;
  }
  emit({ module, events }: Kind, name: string, data: unknown): void {
    const event = events.get(name);
    if (event === undefined) throw new Error(`There is no event ${module.name}.${name}.`);
    if (++this.count > eventsPerTransactionMax)
      throw new RangeError(`More than ${eventsPerTransactionMax} events.`);
    this.writer.put(event.head);
    event.codec.encode(this.writer, data);
  }
}
/** One serves all transactions of a thread: they run one after another, and nothing of it is kept. */
const recorder = new Recorder();
const noBytes = new Uint8Array();

/**
 * Applies a prepared transaction whose cells have been given their block views. Rejections and module faults become
 * receipts; failed assertions of the chain and exhausted memory are thrown and halt the node.
 */
export const apply = (prepared: Prepared, place: Place, readPast: ReadPast): Outcome => {
  recorder.clear();
  const { id } = prepared.request;
  for (const cell of prepared.cells) cell.reset();
  try {
    run(prepared, prepared, place, readPast);
    const { writer, count } = recorder;
    const events = writer.bytes.subarray(0, writer.at);
    return { status: 'applied', code: '', receipt: encodeReceipt(id, 'applied', '', count, events) };
  } catch (error) {
    if (isFatal(error)) throw error;
    const rejected = error instanceof Rejection;
    const code = rejected ? error.code : 'chain.moduleFault';
    const receipt = encodeReceipt(id, 'rejected', code, 0, noBytes);
    return { status: 'rejected', code, receipt, ...(rejected ? {} : { fault: error }) };
  }
};

const run = (
  { request, handles }: PreparedRequest,
  prepared: Prepared | undefined,
  place: Place,
  readPast: ReadPast,
): void => {
  const { height, time, index, genesisTime } = place;
  const { kind, sender, payload, id, key } = request;
  for (const name of Object.keys(handles)) {
    const handle = handles[name] as Handle | readonly Handle[];
    if (handle instanceof Handle) handle.open(place, readPast);
    else for (const one of handle) one.open(place, readPast);
  }
  kind.definition.apply(handles as never, {
    height,
    time,
    index,
    genesisTime,
    sender,
    payload,
    id,
    key,
    emit: (event: string, data: unknown) => recorder.emit(kind, event, data),
    reject: (code: string) => rejectWith(code.includes('.') ? code : `${kind.module.name}.${code}`),
    call: (action: number) => runAction(prepared, action, place, readPast),
  });
};

/** Runs one action in a savepoint: a rejection undoes what it did and is told, not thrown. */
const runAction = (
  prepared: Prepared | undefined,
  index: number,
  place: Place,
  readPast: ReadPast,
): string | undefined => {
  const action = prepared?.actions[index];
  if (prepared === undefined || action === undefined) throw new Error(`There is no action ${index} to run.`);
  const before: Effects[] = prepared.cells.map((cell) => cell.save());
  const { at } = recorder.writer;
  const { count } = recorder;
  try {
    run(action, undefined, place, readPast);
    return undefined;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    prepared.cells.forEach((cell, i) => {
      cell.restore(before[i] as Effects);
    });
    recorder.writer.at = at;
    recorder.count = count;
    return error.code;
  }
};

/** The receipt of a transaction that was not admitted. */
export const notAdmitted = (id: Id): Outcome => ({
  status: 'notAdmitted',
  code: 'chain.notAdmitted',
  receipt: encodeReceipt(id, 'notAdmitted', 'chain.notAdmitted', 0, noBytes),
});
