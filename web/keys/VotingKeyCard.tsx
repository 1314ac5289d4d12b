/** The voting key of the account: what it is for, since when it counts, and whether its secret is on this device. */
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { noVotingKey, registrationOf, type VotingKey } from '#api/client/votingKeys.ts';
import { accountQuery } from '../answers/daoQueries.ts';
import { fullPage } from '../answers/fullPage.ts';
import { Card } from '../components/Card.tsx';
import { type Fact, FactList } from '../components/FactList.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { client } from '../node.ts';
import type { Viewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { makeVotingKey, votingKeyQuery } from '../wallet/votingKeys.ts';
import { Words } from '../words/Words.tsx';
import { type Translate, useWords } from '../words/words.ts';
import classes from './VotingKeyCard.module.css';

/** The newest change of an account's voting key. */
const lastSetQuery = (account: string) =>
  ({
    queryKey: ['accounts', 'votingKey', account],
    queryFn: async () =>
      (await fullPage((asked) => client.list.accounts.votingKeys({ account, ...asked }), 1)).items[0] ?? null,
  }) as const;
type LastSet = Awaited<ReturnType<ReturnType<typeof lastSetQuery>['queryFn']>>;

/** Whether a key of 48 bytes is one of 96: both begin with the x coordinate, behind three bits of marks. */
const isOf = (publicKey: string, storedKey: string): boolean =>
  publicKey !== '' && publicKey.slice(2) === storedKey.slice(2, publicKey.length);

const factsOf = (lastSet: NonNullable<LastSet>, isHere: boolean, t: Translate): Fact[] => [
  { id: 'key', name: t('keys.publicKey'), value: <Hash hash={lastSet.publicKey} /> },
  {
    id: 'since',
    name: t('votingKey.since'),
    value: <Words id="votingKey.sinceBlock" values={{ height: <Height height={lastSet.height} /> }} />,
  },
  {
    id: 'where',
    name: t('keys.where'),
    value: (
      <StateChip tone={isHere ? 'right' : 'warning'}>
        {t(isHere ? 'keys.onDevice' : 'keys.elsewhere')}
      </StateChip>
    ),
  },
];

/** What the sheet is about; it stays so while the card learns what became of it. */
interface Act {
  readonly what: 'register' | 'renew' | 'remove';
  readonly opened: boolean;
}

export function VotingKeyCard({ viewer }: { readonly viewer: Viewer }): ReactNode {
  const { t } = useWords();
  const account = useQuery(accountQuery(viewer.address));
  const storedKey = account.data?.votingKey ?? '';
  const lastSet = useQuery(lastSetQuery(viewer.address));
  const here = useQuery(votingKeyQuery(storedKey));
  const [act, setAct] = useState<Act>({ what: 'register', opened: false });
  const open = (what: Act['what']): void => setAct({ what, opened: true });
  const close = (): void => setAct({ ...act, opened: false });
  const registered = storedKey !== '';
  const isHere = here.data !== undefined && here.data !== null;
  // The list may be a block behind the account.
  const known = lastSet.data ?? undefined;
  const shown = known !== undefined && isOf(known.publicKey, storedKey) ? known : undefined;
  // Sheets stand beside the card, which has no children while it asks for a key that is new to it.
  return (
    <>
      <Card
        title={t('votingKey.title')}
        note={t('votingKey.note')}
        busy={account.isPending || lastSet.isPending || here.isPending}
        error={account.error ?? lastSet.error ?? here.error}
        onRetry={() => void Promise.all([account.refetch(), lastSet.refetch(), here.refetch()])}
      >
        {registered && shown !== undefined && <FactList facts={factsOf(shown, isHere, t)} />}
        <p className={classes.words}>
          {t(registered ? (isHere ? 'votingKey.here' : 'votingKey.elsewhere') : 'votingKey.none')}
        </p>
        <Group gap="xs">
          <Button variant="default" onClick={() => open(registered ? 'renew' : 'register')}>
            {t(registered ? 'votingKey.renew' : 'votingKey.register')}
          </Button>
          {registered && (
            <Button variant="default" onClick={() => open('remove')}>
              {t('votingKey.remove')}
            </Button>
          )}
        </Group>
      </Card>
      <ActSheet viewer={viewer} act={act} onClose={close} />
    </>
  );
}

interface ActSheetProps {
  readonly viewer: Viewer;
  readonly act: Act;
  readonly onClose: () => void;
}

/** Makes the key when the sheet is signed, keeps it, and proves the possession of its secret; or takes it back. */
function ActSheet({ viewer, act: { what, opened }, onClose }: ActSheetProps): ReactNode {
  const { t } = useWords();
  // A registration that was refused is tried again with the same key, so that none is kept for nothing.
  const made = useRef<{ readonly account: string; readonly key: VotingKey }>(undefined);
  const makePayload = async () => {
    const { account } = viewer.key;
    if (made.current?.account !== account) made.current = { account, key: await makeVotingKey(account) };
    return registrationOf(made.current.key, viewer.address);
  };
  return (
    <Transact
      opened={opened}
      onClose={onClose}
      kind="accounts.setVotingKey"
      payload={what === 'remove' ? noVotingKey : makePayload}
      title={t(`votingKey.${what}`)}
      happens={t(`votingKey.${what}Happens`)}
      rule={t(what === 'remove' ? 'votingKey.removeRule' : 'votingKey.setRule')}
      onDone={() => {
        made.current = undefined;
      }}
    />
  );
}
