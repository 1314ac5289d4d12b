/** A duty of the keeper: which events make something due later, and what to send when its time has come. */
import type { Node } from '#chain/node.ts';

/** The state that duties read, between commits. */
type KeptState = Node['state'];

/**
 * What a case needs now: a transaction in memory form; or a header time before which nothing changes by itself; or
 * nothing any more. An event of the case has it looked at again whatever was said.
 */
type Need =
  | { readonly send: { readonly kind: string; readonly payload: unknown } }
  | { readonly at: number }
  | 'done';

export interface Duty {
  /** Without a space: it begins the names of its cases in the timetable. */
  readonly name: string;
  /** Full names of the events that make a case or change one. */
  readonly events: readonly string[];
  /** The case that an event is about; undefined where there is none. What the chain does not keep may be remembered here. */
  caseOf(event: string, data: Readonly<Record<string, unknown>>): string | undefined;
  /** What the case needs, by the state of a block and the time that a transaction sent now would see. */
  look(state: KeptState, name: string): Need;
}

/** The case that these fields of its events name together. */
export const namedBy =
  (...fields: readonly string[]): Duty['caseOf'] =>
  (_, data) =>
    fields.map((field) => String(data[field])).join('/');
