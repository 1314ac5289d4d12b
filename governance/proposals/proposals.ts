/** Proposals: members propose actions of the DAO, vote with staked power, and anyone executes what carried. */

import { z } from 'zod';
import { defineModule, query } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, id, ppm, sum, timeMs } from '#chain/scalars.ts';
import { heldByToken } from '../tokens/state.ts';
import { ballots, overridden } from './ballotPower.ts';
import { create, edit } from './creating.ts';
import { cancel, delay, execute, retry, settle, veto } from './deciding.ts';
import {
  addedTally,
  carried,
  countingEndsAt,
  defeatReason,
  executableAt,
  expiresAt,
  proposal,
  proposalState,
  quorumNow,
  quorumReached,
  reasonOf,
  stateOf,
  tally,
  thresholdReached,
  votingEndsAt,
} from './proposalState.ts';
import { openBallot, sealBallot } from './sealing.ts';
import { deposits, lateTallies, proposals, readVotes, sealedBallots, tallies } from './state.ts';
import { errors, events } from './vocabulary.ts';
import { voterPower, voterPowerOf } from './voterPower.ts';
import { castBallot, vote } from './voting.ts';

const getProposal = query({
  doc: 'A proposal: its rule, its tally, its state now and when it changes next.',
  path: '/proposals/{proposal}',
  params: z.strictObject({ proposal: id }),
  result: proposal.extend({
    proposal: id,
    tally,
    /** What ballots since `voteEnd − lateMs` added to the tally, and what those after `voteEnd` did. */
    lateTally: addedTally,
    extraTally: addedTally,
    state: proposalState,
    /** When voting ends by the votes so far. */
    votingEndsAt: timeMs,
    /** When sealed ballots can no longer be opened; `votingEndsAt` where ballots are open. */
    countingEndsAt: timeMs,
    /** The share of all power that must take part, by the votes so far. */
    quorumNowPpm: ppm,
    /** What is held of the deposit. */
    depositHeld: sum,
    quorumReached: z.boolean(),
    thresholdReached: z.boolean(),
    passing: z.boolean(),
    executableAt: timeMs,
    expiresAt: timeMs,
    defeatReason: defeatReason.optional(),
  }),
  notFound: 'proposals.notFound',
  read({ get, time }, { proposal: key }) {
    const stored = get(proposals.read(key));
    if (stored === undefined) return undefined;
    const votes = readVotes({ get }, key);
    const { all } = votes;
    const state = stateOf(stored, votes, time);
    return {
      proposal: key,
      ...stored,
      tally: all,
      lateTally: votes.late,
      extraTally: votes.extra,
      state,
      votingEndsAt: votingEndsAt(stored, votes),
      countingEndsAt: countingEndsAt(stored, votes),
      quorumNowPpm: quorumNow(stored, all),
      depositHeld: get(deposits.read(stored.dao, key)),
      quorumReached: quorumReached(stored, all),
      thresholdReached: thresholdReached(stored, all),
      passing: carried(stored, all),
      executableAt: executableAt(stored, votes),
      expiresAt: expiresAt(stored, votes),
      ...(state === 'defeated' ? { defeatReason: reasonOf(stored, all) } : {}),
    };
  },
});

const getPower = query({
  doc: 'What an account may vote with on a proposal and why, and how it voted: everything as of the block before the proposal.',
  path: '/proposals/{proposal}/power/{account}',
  params: z.strictObject({ proposal: id, account: address }),
  result: voterPower,
  notFound: 'proposals.notFound',
  read(state, { proposal: key, account }) {
    const stored = state.get(proposals.read(key));
    return stored === undefined ? undefined : voterPowerOf(state, { proposal: key, account, stored });
  },
});

export const proposalsModule = defineModule({
  name: 'proposals',
  doc: 'Members propose actions of the DAO, vote with staked power, and anyone executes what carried.',
  state: [proposals, ballots, sealedBallots, overridden, tallies, lateTallies, deposits],
  events,
  errors,
  transactions: {
    create,
    edit,
    vote,
    castBallot,
    sealBallot,
    openBallot,
    cancel,
    veto,
    delay,
    execute,
    retry,
    settle,
  },
  queries: { getProposal, getPower },
  lists: {
    proposals: {
      doc: 'Proposals, newest first.',
      path: '/proposals',
      event: 'created',
      filters: ['dao', 'author', 'track'],
      item: 'getProposal',
    },
    edits: {
      doc: 'What authors changed in proposals before voting opened.',
      path: '/edits',
      event: 'edited',
      filters: ['proposal', 'dao'],
    },
    vetoes: {
      doc: 'Vetoes of proposals, with their reasons.',
      path: '/vetoes',
      event: 'vetoed',
      filters: ['proposal', 'dao', 'by'],
    },
    delays: {
      doc: 'Delays of proposals by guardians, with their reasons.',
      path: '/delays',
      event: 'delayed',
      filters: ['proposal', 'dao', 'by'],
    },
    sealedBallots: {
      doc: 'Ballots that were sealed; one that was sealed again stands here again.',
      path: '/sealed-ballots',
      event: 'sealed',
      filters: ['proposal', 'voter', 'dao'],
    },
    votes: {
      doc: 'Votes cast and changed.',
      path: '/votes',
      event: 'voted',
      filters: ['proposal', 'voter', 'dao'],
    },
  },
  holdings: { 'proposals.deposits': heldByToken },
  movements: {
    created: [outOf('author', 'deposit', 'deposit')],
    depositSettled: [into('to', 'deposit')],
  },
});
