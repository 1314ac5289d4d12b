/** Evidence of both sides, and giving some while the round takes it: a file that is uploaded, and what it shows. */
import { Button, FileInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { Hash } from '../components/Hash.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import classes from '../funds/MoveCard.module.css';
import { client } from '../node.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type CaseJson, useEvidence } from './courtQueries.ts';

export function EvidenceTable({ dispute }: { readonly dispute: CaseJson }): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('court.evidence')}
      found={useEvidence(dispute.case)}
      empty={t('court.evidence.empty')}
      caption={t('court.evidence')}
      rowId={({ transaction, event }) => `${transaction}.${event}`}
      columns={[
        { id: 'who', head: t('court.who'), cell: ({ account }) => <Person address={account} /> },
        { id: 'note', head: t('court.evidence.note'), cell: ({ note }) => <bdi>{note}</bdi> },
        {
          id: 'content',
          head: t('court.evidence.content'),
          cell: ({ contentId }) => (
            <>
              <a href={`/v1/content/${contentId}`} download>
                {t('court.evidence.read')}
              </a>{' '}
              <Hash hash={contentId} />
            </>
          ),
        },
        { id: 'when', head: t('court.when'), cell: ({ time }) => <Time timeMs={time} /> },
      ]}
    />
  );
}

interface GiveCardProps {
  readonly dispute: CaseJson;
  readonly account: string;
}

/** Draws nothing for anyone but a party, and nothing when the time is over. */
export function GiveCard({ dispute, account }: GiveCardProps): ReactNode {
  const { t } = useWords();
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState('');
  const [opened, setOpened] = useState(false);
  const { case: id, dao, round, author, opener, stakes, stage } = dispute;
  const isParty = [author, opener, ...stakes.map((stake) => stake.account)].includes(account);
  if (stage !== 'evidence' || !isParty) return null;
  return (
    <Card title={t('txKind.disputes.giveEvidence')} note={t('court.give.note')}>
      <div className={classes.form}>
        <FileInput label={t('court.give.file')} value={file} onChange={setFile} />
        <TextInput
          label={t('court.evidence.note')}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button disabled={file === null} onClick={() => setOpened(true)}>
          {t('txKind.disputes.giveEvidence')}
        </Button>
      </div>
      {file !== null && (
        <Transact
          opened={opened}
          onClose={() => setOpened(false)}
          kind="disputes.giveEvidence"
          payload={async () => {
            const { id: contentId } = await client.upload(new Uint8Array(await file.arrayBuffer()));
            return { case: id, dao, round, contentId, note: note.trim() };
          }}
          title={t('txKind.disputes.giveEvidence')}
          happens={t('court.give.happens')}
        />
      )}
    </Card>
  );
}
