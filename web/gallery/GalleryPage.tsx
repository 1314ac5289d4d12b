/** Every component with example values, to look at while developing; in no production build. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { ActionList } from '../components/ActionList.tsx';
import { Address } from '../components/Address.tsx';
import { Amount } from '../components/Amount.tsx';
import { BlockGantt } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { type Dimension, DimensionTabs } from '../components/DimensionTabs.tsx';
import { Dropzone } from '../components/Dropzone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Hash } from '../components/Hash.tsx';
import { Height } from '../components/Height.tsx';
import { LaneGrid } from '../components/LaneGrid.tsx';
import { MoneyCard } from '../components/MoneyCard.tsx';
import { Page } from '../components/Page.tsx';
import { PendingSteps } from '../components/PendingSteps.tsx';
import { ProofSteps } from '../components/ProofSteps.tsx';
import { ScorersPanel } from '../components/ScorersPanel.tsx';
import { SignSheet } from '../components/SignSheet.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { Timeline } from '../components/Timeline.tsx';
import { VoteBars } from '../components/VoteBars.tsx';
import { Waterfall } from '../components/Waterfall.tsx';
import { takeNotice } from '../live.ts';
import { setShell } from '../shell/shellState.ts';
import { KeyRefused } from '../wallet/refusals.ts';
import { useWords } from '../words/words.ts';
import { answers, base, exampleHex, lanes, reasons, reasonsZh, token, workers } from './examples.ts';

const nowMs = Date.now();
const hourMs = 3_600_000;

function Fails(): ReactNode {
  throw new Error('This part fails on purpose.');
}

export function GalleryPage(): ReactNode {
  const { t, language } = useWords();
  useEffect(() => {
    setShell({
      daos: [{ id: 'northwind', name: language === 'zh' ? '北风工具' : 'Northwind Tools' }],
      account: { address: exampleHex(3), name: 'Mei Lin' },
      waiting: { vote: 2, rewards: 0, inbox: 2 },
    });
    takeNotice({ type: 'event', event: { id: '1', name: 'block', data: { height: 1_204_331 } } });
  }, [language]);
  return (
    <Page
      title="Gallery"
      crumbs="Northwind Tools · Contributions · #4 218"
      answer={
        <>
          Scored 652 for quality. <Amount amount={82_720_000n} token={token} tone="money" /> of 184.20 has
          reached Mei Lin; the rest follows if the work holds.
        </>
      }
      chip={<StateChip tone="money">Paid, challenge window open</StateChip>}
      note="“Retry a dropped upload from the last good chunk” · code fix · 3 files"
      side={<Side />}
    >
      <Scores />
      <Card title={t('scorers.title')}>
        <ScorersPanel answers={answers} quorum={3} median={6520} token={token} />
      </Card>
      <Card title="Where it stands">
        <VoteBars
          tally={{ for: 2_041_880_000_000n, against: 817_402_000_000n, abstain: 248_115_000_000n }}
          rule={{ eligible: 39_900_000_000_000n, quorumPpm: 40_000, thresholdPpm: 600_000 }}
          token={token}
        />
      </Card>
      <Card title="What will happen if it passes">
        <ActionList
          simulatedAt={1_204_330}
          actions={[
            {
              words: 'Pay 12,000.00 MRT from Product budget to Field Guild, streamed over 90 days',
              result: 'works',
              raw: '{"kind":"treasury.pay"}',
            },
            {
              words: 'Set the review period of task #88 from 3 to 5 days',
              result: 'fails',
              failure: 'The budget holds 9,000 MRT.',
              raw: '{"kind":"tasks.setPolicy"}',
            },
          ]}
        />
      </Card>
      <Card title={t('lanes.caption')}>
        <LaneGrid lanes={lanes} />
      </Card>
      <Card title="One block, by worker">
        <BlockGantt workers={workers} totalMs={310} />
      </Card>
      <Card title="Statement" action={<Button variant="default">Export</Button>}>
        <DataTable
          caption="Statement"
          rows={[1, 2, 3]}
          rowId={String}
          columns={[
            {
              id: 'when',
              head: 'When',
              cell: (row) => <Time timeMs={nowMs - row * 30 * hourMs} form="moment" />,
            },
            { id: 'for', head: 'For', cell: (row) => <Hash hash={exampleHex(row)} /> },
            {
              id: 'amount',
              head: 'MRT',
              align: 'end',
              cell: (row) => <Amount amount={BigInt(row) * 61_400_000n} token={token} form="number" />,
            },
            {
              id: 'proof',
              head: 'Proof',
              cell: () => <StateChip tone="right">{t('proven.on')}</StateChip>,
              wideOnly: true,
            },
          ]}
        />
      </Card>
      <Card title="Files">
        <Dropzone
          endings={['.patch', '.diff', '.md', '.pdf']}
          bytesMax={8_388_608}
          filesMax={20}
          onFiles={() => {}}
        />
      </Card>
    </Page>
  );
}

function Scores(): ReactNode {
  const { t, language } = useWords();
  const [dimension, setDimension] = useState<Dimension>('quality');
  const said = <Row extends { id: string; sentence: string }>(reason: Row): Row =>
    language === 'zh' ? { ...reason, sentence: reasonsZh[reason.id] ?? reason.sentence } : reason;
  return (
    <DimensionTabs
      selected={dimension}
      onSelect={setDimension}
      scores={{
        quality: { score: 6525, above: 81 },
        quantity: { score: 3180, above: 54 },
        impact: { score: 7040, above: 88 },
        value: { score: 5710 },
      }}
    >
      <Card title={t('waterfall.why', { score: '652' })} note={t('waterfall.exact')}>
        <Waterfall
          base={said(base)}
          reasons={reasons.map(said)}
          totalWords={t(`waterfall.total.${dimension}`)}
        />
      </Card>
    </DimensionTabs>
  );
}

function Side(): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <MoneyCard
        token={token}
        outcomeMs={Date.UTC(2027, 1, 20)}
        money={{
          paid: 61_400_000n,
          stream: { startMs: nowMs - hourMs, endMs: nowMs + 3 * hourMs, total: 61_400_000n },
          waits: 61_400_000n,
        }}
        action={
          <Button variant="default" fullWidth onClick={() => setOpened(true)}>
            Vote For on #112
          </Button>
        }
      />
      <SignSheet
        opened={opened}
        onClose={() => setOpened(false)}
        title="Vote For on #112"
        happens="4,210 voting power counts for “Fund the offline-first rewrite”. You can change it until voting ends."
        rule="Treasury track, rules of 3 November"
        details={<pre>{'{"kind":"proposals.castVote"}'}</pre>}
        signWith="passkey"
        onSign={() => Promise.reject(new KeyRefused('closed'))}
      />
      <Card title="Timeline">
        <Timeline
          entries={[
            { id: '1', state: 'past', words: 'Submitted by Mei Lin', when: '14:02:07' },
            { id: '2', state: 'past', words: 'Accepted by Tomas Ruiz', when: '14:31:50' },
            { id: '3', state: 'now', words: 'Challenge window open', when: '→ 18:40' },
            { id: '4', state: 'future', words: 'Outcome measured', when: 'about 20 Feb' },
          ]}
        />
      </Card>
      <Card title="Pending">
        <PendingSteps
          done={2}
          steps={[
            { id: 'signed', words: t('pending.signed') },
            { id: 'mempool', words: t('pending.mempool'), detail: '0.01 s' },
            { id: 'block', words: t('pending.inABlock') },
            { id: 'counted', words: t('pending.counted') },
          ]}
        />
      </Card>
      <Card title="Loading" busy />
      <Card title="Empty">
        <EmptyState action={<Button>Contribute</Button>}>
          No contribution yet. Drop a patch or a document to see its score; nothing is sent before you sign.
        </EmptyState>
      </Card>
      <Card title="Error" stale>
        <ErrorNote
          fault={{
            sentence: 'This account has already voted on this proposal.',
            advice: 'You voted For at 09:14. Choose Change my vote.',
            code: 'proposals.alreadyVoted',
            height: 1_204_331,
          }}
        />
      </Card>
      <Card title="A part that fails">
        <Fails />
      </Card>
      <Card title="Proof">
        <ProofSteps
          steps={[
            {
              id: '1',
              state: 'right',
              words: 'The genesis is the one you trust',
              detail: <Hash hash={exampleHex(9)} />,
            },
            { id: '2', state: 'checking', words: 'The header is signed' },
            { id: '3', state: 'waiting', words: 'The reward is under the state root' },
          ]}
        />
      </Card>
      <Card title="Small parts">
        <p>
          <Address address={exampleHex(1)} copy /> · <Address address={exampleHex(2)} name="Mei Lin" />
        </p>
        <p>
          <Height height={1_204_331} /> · <Time timeMs={nowMs - 200_000} /> ·{' '}
          <Time timeMs={nowMs + 50 * hourMs} about />
        </p>
        <p>
          {(['pending', 'right', 'wrong', 'warning', 'money', 'neutral'] as const).map((tone) => (
            <StateChip key={tone} tone={tone}>
              {tone}
            </StateChip>
          ))}
        </p>
      </Card>
    </>
  );
}
