/** Fills the bars and the header: the DAOs, the reader, what waits for the reader, the clock of the chain. */
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { parseAddress } from '#chain/crypto/address.ts';
import { statusQuery } from '../answers/chainClock.ts';
import { setShell } from '../shell/shellState.ts';
import { useDao } from '../shell/useDao.ts';
import { claimableOf, daosQuery, ownContributionsQuery, useOpenVotes } from './forYou.ts';
import { nameViewer, useViewer } from './session.ts';
import { useName } from './useName.ts';

/** Keeps the DAO that was visited last. */
const lastDaoKey = 'meritlane.dao';

/** Renders nothing. */
export function ShellFacts(): null {
  const viewer = useViewer();
  const address = viewer?.address;
  const name = useName(address);
  const daos = useQuery(daosQuery).data;
  const testClock = useQuery(statusQuery).data?.testClock ?? false;
  const dao = useDao();
  const votes = useOpenVotes(dao?.id, address);
  const own = useQuery({ ...ownContributionsQuery(address ?? ''), enabled: address !== undefined }).data;

  useEffect(() => {
    if (address !== undefined && name !== undefined) nameViewer(address, name);
  }, [address, name]);
  useEffect(() => {
    const lastDao = localStorage.getItem(lastDaoKey);
    if (daos === undefined) return;
    const list = daos.items.map((item) => ({ id: item.dao, name: item.name }));
    setShell({
      daos: list,
      ...(lastDao !== null && list.some(({ id }) => id === lastDao) ? { lastDao } : {}),
    });
  }, [daos]);
  useVisitedDao();
  useEffect(() => setShell({ testClock }), [testClock]);
  useEffect(() => {
    const account =
      address === undefined ? undefined : { address: parseAddress(address), name: viewer?.name ?? '' };
    setShell({ account });
  }, [address, viewer?.name]);
  const rewards = (own?.items ?? []).filter((item) => claimableOf(item) > 0n).length;
  useEffect(() => {
    const mine = address !== undefined;
    setShell({ waiting: { vote: mine ? votes.length : 0, rewards: mine ? rewards : 0, inbox: 0 } });
  }, [address, votes.length, rewards]);
  return null;
}

function useVisitedDao(): void {
  const { pathname } = useLocation();
  useEffect(() => {
    const id = /^\/d\/([0-9a-f]{64})/.exec(pathname)?.[1];
    if (id === undefined) return;
    localStorage.setItem(lastDaoKey, id);
    setShell({ lastDao: id });
  }, [pathname]);
}
