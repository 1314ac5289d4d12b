/** What a person is told before a model first scores their work: what is measured, by whom, how to ask for a person. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { scorersQuery } from '../answers/daoQueries.ts';
import { Hash } from '../components/Hash.tsx';
import { Sheet } from '../components/Sheet.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';

const storageKey = (address: string): string => `meritlane.notice.${address}`;

/** Whether this account confirmed the notice on this device. */
export const noticeRead = (address: string): boolean => localStorage.getItem(storageKey(address)) !== null;

interface NoticeSheetProps {
  readonly opened: boolean;
  readonly dao: string;
  readonly address: string;
  readonly onClose: () => void;
  readonly onRead: () => void;
}

export function NoticeSheet({ opened, dao, address, onClose, onRead }: NoticeSheetProps): ReactNode {
  const { t } = useWords();
  const model = useQuery(scorersQuery(dao)).data?.modelHash;
  const confirm = (): void => {
    localStorage.setItem(storageKey(address), new Date().toISOString());
    onRead();
  };
  return (
    <Sheet opened={opened} onClose={onClose} title={t('contribute.notice.title')}>
      <p>{t('contribute.notice.what')}</p>
      <p>{t('contribute.notice.who')}</p>
      <p>{t('contribute.notice.ask')}</p>
      {model !== undefined && (
        <p className="small">
          <Words id="contribute.notice.model" values={{ hash: <Hash hash={model} /> }} />
        </p>
      )}
      <Button fullWidth size="md" onClick={confirm}>
        {t('contribute.notice.confirm')}
      </Button>
    </Sheet>
  );
}
