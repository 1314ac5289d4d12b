/** Opaque cursors of lists: the place of the last item that was given out. */
import { ApiError } from './problem.ts';

/** Where an event stands: block, transaction in the block, event in the receipt. */
export interface EventPlace {
  readonly height: number;
  readonly index: number;
  readonly event: number;
}

const pattern = /^(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})$/;

/** The place that `height.index.event` names, or undefined for any other text. */
export const parsePlace = (text: string): EventPlace | undefined => {
  const match = pattern.exec(text);
  return match === null
    ? undefined
    : { height: Number(match[1]), index: Number(match[2]), event: Number(match[3]) };
};
export const formatPlace = ({ height, index, event }: EventPlace): string => `${height}.${index}.${event}`;

/** Whether `left` stands before `right` in the chain. */
export const isBefore = (left: EventPlace, right: EventPlace): boolean =>
  left.height !== right.height
    ? left.height < right.height
    : left.index !== right.index
      ? left.index < right.index
      : left.event < right.event;

/** The cursor behind an item of the list `name`. */
export const encodeCursor = (name: string, place: EventPlace): string =>
  Buffer.from(`${name}:${formatPlace(place)}`).toString('base64url');

/** The place that a cursor of the list `name` stands for; throws ApiError `api.badCursor` for any other text. */
export const decodeCursor = (name: string, cursor: string): EventPlace => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.startsWith(`${name}:`) ? parsePlace(text.slice(name.length + 1)) : undefined;
  if (place === undefined || encodeCursor(name, place) !== cursor) throw new ApiError('api.badCursor');
  return place;
};
