/** The product's modules and the one that CONTRIBUTING.md builds: what the conformance suite runs over. */
import { modules as product } from '#governance/modules.ts';
import { pledges } from './pledges.ts';

export const modules = [...product, pledges] as const;
