/** The product's modules and the bench's own: what the lanes of the bench import. */
import { modules as productModules } from '#governance/modules.ts';
import { benchModule } from './benchModule.ts';

export const modules = [...productModules, benchModule] as const;
