/** Tries actions on the newest state and says what each would do: before anyone signs, and while members vote. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SimulatedActionJson } from '#api/client/answers.ts';
import { EventSentence } from '../activity/EventSentence.tsx';
import { faultOf } from '../faults.ts';
import { client } from '../node.ts';
import { useWords } from '../words/words.ts';
import classes from './TryOut.module.css';

interface TryOutProps {
  readonly dao: string;
  readonly actions: readonly SimulatedActionJson[];
  readonly disabled?: boolean;
}

export function TryOut({ dao, actions, disabled = false }: TryOutProps): ReactNode {
  const { t } = useWords();
  const tried = useMutation({ mutationFn: () => client.simulate(dao, actions) });
  const found = tried.data;
  return (
    <div className={classes.box} aria-live="polite">
      <Button
        variant="default"
        size="sm"
        disabled={disabled || actions.length === 0}
        loading={tried.isPending}
        onClick={() => tried.mutate()}
      >
        {t('tryOut.button')}
      </Button>
      {tried.error !== null && <p className="small">{faultOf(tried.error, t).sentence}</p>}
      {found !== undefined && tried.error === null && (
        <>
          <p className="small">{t(found.wouldRun ? 'tryOut.wouldRun' : 'tryOut.wouldNot')}</p>
          <ol className={classes.list}>
            {found.actions.map(({ kind, code, message, events }, place) => (
              <li key={place}>
                <span>
                  {code === ''
                    ? t('tryOut.works')
                    : t('tryOut.fails', { reason: faultOf({ code, title: message ?? code }, t).sentence })}
                </span>
                {events.length > 0 && (
                  <ul>
                    {events.map((event, number) => (
                      <li key={`${kind}${number}`}>
                        <EventSentence event={event} />
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ol>
          <p className="small">{t('tryOut.note')}</p>
        </>
      )}
    </div>
  );
}
