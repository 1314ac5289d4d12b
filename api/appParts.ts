/** What all routes work on. */
import type { Node } from '#chain/node.ts';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import type { ApiErrorDefinition } from './apiErrors.ts';
import type { ReadModel } from './readModel/readModel.ts';
import type { Services } from './services.ts';

/** The parts that the API puts before the outside. */
export interface AppParts {
  readonly node: Node;
  readonly contentStore: ContentStore;
  readonly readModel: ReadModel;
  readonly services: Services;
}
/** The parts, and every code with its status and sentence. */
export interface AppContext extends AppParts {
  readonly catalogue: ReadonlyMap<string, ApiErrorDefinition>;
}
