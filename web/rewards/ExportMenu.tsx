/** The whole statement as a file: CSV for spreadsheets, JSON with the proofs of its contributions. */
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { RewardJson } from '#api/client/answers.ts';
import { fullPage } from '../answers/fullPage.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { saveFile } from '../download.ts';
import { faultOf } from '../faults.ts';
import { client } from '../node.ts';
import { trustAtFirstContact } from '../proofs/trustedGenesis.ts';
import { useWords } from '../words/words.ts';
import { askedOf, type RewardsFilter, type TokenOf } from './rewardQueries.ts';
import { type StatementRow, statementCsv } from './statement.ts';

/** The most that a list gives at once. */
const pageItemsMax = 200;
/** Ten thousand payments are years of work; more are exported by narrower filters. */
const pagesMax = 50;
/** Each proof is some ten kilobytes and a request. */
const proofsMax = 200;

interface ExportMenuProps {
  readonly account: string;
  readonly filter: RewardsFilter;
  readonly tokenOf: TokenOf;
  readonly daoName: (dao: string) => string;
  readonly titleOf: (reward: RewardJson) => string;
  readonly disabled: boolean;
}

/** Every payment of the filter, page by page. */
async function fetchAll(account: string, filter: RewardsFilter) {
  const items: RewardJson[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await fullPage(
      (asked) => client.rewards({ ...askedOf(account, filter), ...asked }),
      pageItemsMax,
      cursor,
    );
    items.push(...answer.items);
    if (answer.next === null) return { items, totals: answer.totals, complete: true };
    cursor = answer.next;
  }
  return { items, totals: [], complete: false };
}

/** The statement with what checks it: the trusted genesis and a proof of each contribution. */
async function withProofs(account: string, filter: RewardsFilter): Promise<string> {
  const [status, statement] = await Promise.all([client.status(), fetchAll(account, filter)]);
  const named = [...new Set(statement.items.map(({ contribution }) => contribution))].filter(Boolean);
  const proofs: Record<string, unknown> = {};
  for (const contribution of named.slice(0, proofsMax))
    proofs[contribution] = await client.contributionProof(contribution);
  const trusted = trustAtFirstContact(status);
  const file = { account, filter, chainId: status.chainId, genesisHash: trusted.hash, ...statement, proofs };
  return `${JSON.stringify(file, null, 1)}\n`;
}

export function ExportMenu(props: ExportMenuProps): ReactNode {
  const { account, filter, tokenOf, daoName, titleOf, disabled } = props;
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const name = `rewards-${filter.month ?? 'all'}`;
  const run = async (write: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await write();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const csv = async (): Promise<void> => {
    const { items } = await fetchAll(account, filter);
    const rows = items.map(
      (reward): StatementRow => ({
        reward,
        token: tokenOf(reward.token),
        daoName: daoName(reward.dao),
        title: titleOf(reward),
      }),
    );
    saveFile(`${name}.csv`, 'text/csv', statementCsv(rows));
  };
  const json = async (): Promise<void> =>
    saveFile(`${name}.json`, 'application/json', await withProofs(account, filter));
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button loading={busy} disabled={disabled} leftSection={<IconDownload size={18} />}>
            {t('rewards.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void run(csv)}>{t('rewards.exportCsv')}</Menu.Item>
          <Menu.Item onClick={() => void run(json)}>{t('rewards.exportJson')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {failure !== undefined && <ErrorNote fault={faultOf(failure, t)} focus />}
    </>
  );
}
