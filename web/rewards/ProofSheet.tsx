/** The proof behind a payment: fetched, checked on this device step by step, and said in words. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RewardJson } from '#api/client/answers.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { contributions } from '#governance/contributions/state.ts';
import { Amount } from '../components/Amount.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { ProofSteps } from '../components/ProofSteps.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { Time } from '../components/Time.tsx';
import { saveFile } from '../download.ts';
import { faultOf } from '../faults.ts';
import { formatHeight, shortHash, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { provenValue } from '../proofs/provenValue.ts';
import { trustAtFirstContact } from '../proofs/trustedGenesis.ts';
import { useProofCheck } from '../proofs/useProofCheck.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './ProofSheet.module.css';
import { fetchTotals } from './rewardQueries.ts';

interface ProofSheetProps {
  /** The payment that was chosen; its contribution is what the state holds. */
  readonly reward: RewardJson;
  readonly title: string;
  readonly token: Token;
  readonly onClose: () => void;
}

/** The proof of a contribution and what this device trusts, fetched anew each time the sheet opens. */
async function fetchProof(contribution: string) {
  const [status, document, totals] = await Promise.all([
    client.status(),
    client.contributionProof(contribution),
    fetchTotals({ contribution }),
  ]);
  return { document, trusted: trustAtFirstContact(status), listed: totals[0]?.amount ?? '0' };
}

/** What the cell says that the payments are compared with. */
function paidOf(value: unknown): { readonly author: string; readonly paidSoFar: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { author, paidSoFar } = value as { readonly author?: unknown; readonly paidSoFar?: unknown };
  return typeof author === 'string' && typeof paidSoFar === 'string' ? { author, paidSoFar } : undefined;
}

export function ProofSheet({ reward, title, token, onClose }: ProofSheetProps): ReactNode {
  const { t } = useWords();
  const { contribution } = reward;
  const found = useQuery({
    queryKey: ['proof', contribution],
    queryFn: () => fetchProof(contribution),
    // Another block would begin the check anew under the reader's eyes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const { steps, verdict } = useProofCheck(found.data?.document, found.data?.trusted.hash);
  return (
    <Sheet opened onClose={onClose} title={t('rewards.proofTitle')}>
      <p className={classes.about}>
        <Words id="rewards.proofAbout" values={{ title: <bdi>{title}</bdi> }} />
      </p>
      {found.error !== null ? (
        <ErrorNote fault={faultOf(found.error, t)} onRetry={() => void found.refetch()} />
      ) : (
        <ProofSteps steps={steps} />
      )}
      {verdict?.ok === true && found.data !== undefined && (
        <Proven reward={reward} token={token} {...found.data} />
      )}
      {found.data !== undefined && (
        <Group mt="md">
          <Button
            variant="default"
            onClick={() =>
              saveFile(
                `proof-${contribution.slice(0, 8)}-${found.data.document.header.height}.json`,
                'application/json',
                `${JSON.stringify(found.data.document)}\n`,
              )
            }
          >
            {t('rewards.proofSave')}
          </Button>
        </Group>
      )}
    </Sheet>
  );
}

type ProvenProps = Pick<ProofSheetProps, 'reward' | 'token'> & Awaited<ReturnType<typeof fetchProof>>;

/** The words of what holds; a true proof of something else is not the proof of this payment. */
function Proven({ reward, token, document, trusted, listed }: ProvenProps): ReactNode {
  const { t } = useWords();
  const isAsked = document.cell.key === toHex(contributions.read(reward.contribution).key);
  const paid = isAsked ? paidOf(provenValue(document.cell).value) : undefined;
  if (paid === undefined || paid.author !== reward.account)
    return <ErrorNote fault={{ sentence: t('rewards.proofOther') }} />;
  const { header } = document;
  const agrees = paid.paidSoFar === listed;
  return (
    <div className={classes.proven}>
      <p>
        <Words
          id="rewards.proven"
          values={{
            amount: <Amount amount={paid.paidSoFar} token={token} />,
            height: formatHeight(header.height),
            time: <Time timeMs={header.time} form="moment" />,
          }}
        />
      </p>
      {agrees ? (
        <p>
          <Words
            id="rewards.provenAgrees"
            values={{ amount: <Amount amount={reward.amount} token={token} /> }}
          />
        </p>
      ) : (
        <ErrorNote fault={{ sentence: t('rewards.provenDiffers') }} />
      )}
      <p className="small">
        <Words
          id="rewards.provenTrust"
          values={{
            chain: header.chainId,
            genesis: <code title={trusted.hash}>{shortHash(trusted.hash)}</code>,
            since: <Time timeMs={trusted.sinceMs} form="moment" />,
          }}
        />
      </p>
    </div>
  );
}
