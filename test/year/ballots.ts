/** How the voters of the year vote on a proposal: in the open, or sealed and opened once voting is over. */
import type { ClientSigner } from '#api/client/submitter.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { ballotSeal } from '#governance/proposals/ballotSeal.ts';
import { sha256Hex } from '#hash';
import type { Year } from './year.ts';

interface Ballots {
  readonly proposal: string;
  readonly title: string;
  readonly voters: readonly ClientSigner[];
  /** Of the voters one in so many is against. */
  readonly opposed: number;
}
const choiceOf = (voter: number, opposed: number) => (voter % opposed === opposed - 1 ? 'against' : 'for');
const saltOf = (proposal: string, { address }: ClientSigner): string =>
  sha256Hex(utf8(`${proposal} ${address}`));

/** Votes, or seals ballots where they are secret. */
export const vote = async (
  { client, sendAll }: Year,
  { proposal, title, voters, opposed }: Ballots,
): Promise<void> => {
  const { token, snapshotHeight, revealMs } = await client.query.proposals.getProposal({ proposal });
  await sendAll(
    voters.map((signer, i) => {
      const choice = choiceOf(i, opposed);
      if (revealMs === undefined) {
        const reason = i === 0 ? `On ${title}` : '';
        return {
          kind: 'proposals.vote',
          payload: { proposal, token, snapshotHeight, choice, reason },
          signer,
        };
      }
      const seal = ballotSeal(proposal, parseAddress(signer.address), choice, saltOf(proposal, signer));
      return { kind: 'proposals.sealBallot', payload: { proposal, seal }, signer };
    }),
  );
};

/** Opens sealed ballots; one voter in ten forgets. */
export const openBallots = async (
  { client, chance, sendAll }: Year,
  { proposal, voters, opposed }: Ballots,
): Promise<void> => {
  const { token, snapshotHeight, state } = await client.query.proposals.getProposal({ proposal });
  if (state !== 'revealing') return;
  await sendAll(
    voters.flatMap((signer, i) => {
      if (chance.below(10) === 0) return [];
      const about = { proposal, token, snapshotHeight, choice: choiceOf(i, opposed), reason: '' };
      return [
        { kind: 'proposals.openBallot', payload: { ...about, salt: saltOf(proposal, signer) }, signer },
      ];
    }),
  );
};
