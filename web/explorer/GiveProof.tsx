/** Takes a proof file: dropped, chosen, pasted, or fetched for a contribution. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { Dropzone } from '../components/Dropzone.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { faultOf } from '../faults.ts';
import { client } from '../node.ts';
import { useWords } from '../words/words.ts';

/** A genesis of the largest size in hex, and the proof around it. */
const proofBytesMax = 11 * 1024 * 1024;
const idForm = /^[0-9a-f]{64}$/;

interface GiveProofProps {
  /** Any JSON: the check says what is wrong with it. */
  readonly onProof: (document: unknown) => void;
  /** Fills the field of the contribution. */
  readonly contribution: string;
}

export function GiveProof({ onProof, contribution }: GiveProofProps): ReactNode {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [id, setId] = useState(contribution);
  const [badId, setBadId] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ readonly error: unknown } | 'notJson'>();
  const take = (written: string): void => {
    setFailure(undefined);
    try {
      onProof(JSON.parse(written));
    } catch {
      setFailure('notJson');
    }
  };
  const fetchProof = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wanted = id.trim().toLowerCase();
    setBadId(!idForm.test(wanted));
    if (!idForm.test(wanted)) return;
    setBusy(true);
    setFailure(undefined);
    try {
      onProof(await client.contributionProof(wanted));
    } catch (error) {
      setFailure({ error });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t('proofPage.give')} note={t('proofPage.giveNote')}>
      <Dropzone
        endings={['.json']}
        bytesMax={proofBytesMax}
        filesMax={1}
        onFiles={(files) => void files[0]?.text().then(take)}
      />
      <Textarea
        mt="md"
        label={t('proofPage.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={3}
        maxRows={8}
        autosize
        spellCheck={false}
      />
      <Button mt="sm" variant="default" disabled={text.trim() === ''} onClick={() => take(text)}>
        {t('proofPage.check')}
      </Button>
      <form onSubmit={(event) => void fetchProof(event)}>
        <TextInput
          mt="md"
          label={t('proofPage.contribution')}
          value={id}
          onChange={(event) => {
            setId(event.currentTarget.value);
            setBadId(false);
          }}
          error={badId ? t('proofPage.badId') : undefined}
          spellCheck={false}
          autoComplete="off"
        />
        <Button mt="sm" type="submit" loading={busy}>
          {t('proofPage.fetch')}
        </Button>
      </form>
      {failure !== undefined && (
        <ErrorNote
          focus
          fault={failure === 'notJson' ? { sentence: t('proofPage.notJson') } : faultOf(failure.error, t)}
        />
      )}
    </Card>
  );
}
