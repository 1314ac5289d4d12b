/** In which state a request is, and when it passed, or passes if support stays as it is. */
import type { ReactNode } from 'react';
import { useChainNow } from '../answers/chainClock.ts';
import { StateChip, type Tone } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { useWords } from '../words/words.ts';
import type { RequestJson } from './fundingQueries.ts';

type State = RequestJson['state'];
const tones: Readonly<Record<State, Tone>> = {
  gathering: 'pending',
  ready: 'right',
  funded: 'money',
  canceled: 'neutral',
};

/** The state now: what gathers becomes ready without an event. */
export const useStateNow = ({ state, passesAt }: RequestJson): State => {
  const nowMs = useChainNow();
  if (state !== 'gathering' || passesAt === undefined || nowMs === undefined) return state;
  return nowMs >= passesAt ? 'ready' : 'gathering';
};

interface StateProps {
  readonly request: RequestJson;
}

export function StateOfRequest({ request }: StateProps): ReactNode {
  const { t } = useWords();
  const state = useStateNow(request);
  return <StateChip tone={tones[state]}>{t(`funding.state.${state}`)}</StateChip>;
}

export function Passing({ request }: StateProps): ReactNode {
  const { t } = useWords();
  const state = useStateNow(request);
  if (state === 'ready') return t('funding.passesNow');
  const timeMs = request.fundedAt ?? request.passesAt;
  if (timeMs !== undefined) return <Time timeMs={timeMs} />;
  return state === 'gathering' && request.threshold !== undefined ? t('funding.never') : '–';
}
