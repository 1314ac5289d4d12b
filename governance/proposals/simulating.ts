/** What the actions of a proposal would do now: run as the DAO on the newest state, one after another, without effect. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import type { ChainFacts } from '#chain/execution/block.ts';
import { type DryRunState, dryRun } from '#chain/execution/dryRun.ts';
import type { Transaction } from '#chain/module.ts';
import type { EmittedEvent } from '#chain/receipt.ts';
import { kindOf, type Registry } from '#chain/registry.ts';
import type { Call, Id } from '#chain/scalars.ts';
import { spendGuard } from '../treasury/spendLimit.ts';

/** What became of one action. */
export interface TriedAction {
  /** The code that would reject it; empty where it would take effect. */
  readonly code: string;
  readonly events: readonly EmittedEvent[];
}
const marker = 'proposals.executed';
const nowhere = '00'.repeat(32);

/**
 * Tries each action behind those before it, spending limits included. Time locks, votes and what may change until then
 * are left out: it says what would happen if it ran now. Call it while no commit runs; throws `Invalid` for actions that
 * no transaction can carry.
 */
export const simulateActions = (
  registry: Registry,
  facts: ChainFacts,
  state: DryRunState,
  { dao, actions }: { readonly dao: Id; readonly actions: readonly Call[] },
): readonly TriedAction[] => {
  const execute = kindOf(registry, 'proposals.execute');
  const definition: Transaction = {
    doc: execute.definition.doc,
    payload: z.unknown(),
    access: () => ({}),
    calls: () => ({ sender: daoAddress(dao), calls: actions, guard: spendGuard(dao) }),
    apply(_, { call, emit }) {
      // An event behind each action's own says what became of it.
      actions.forEach((_action, index) => {
        const code = call(index) ?? '';
        emit('executed', { proposal: nowhere, dao, outcomes: [code] });
      });
      return undefined;
    },
  };
  const kind = { ...execute, definition };
  const { status, code, events } = dryRun(registry, facts, state, {
    kind,
    sender: daoAddress(dao),
    payload: {},
    id: nowhere,
  });
  if (status !== 'applied') return actions.map(() => ({ code, events: [] }));
  const tried: TriedAction[] = [];
  let own: EmittedEvent[] = [];
  for (const event of events) {
    if (event.name !== marker) {
      own.push(event);
      continue;
    }
    const [said = ''] = (event.data as { outcomes: readonly string[] }).outcomes;
    tried.push({ code: said, events: own });
    own = [];
  }
  return tried;
};
