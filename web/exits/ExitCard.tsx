/** Leaving with a share: what there is a share of, and for whoever has stake the way out. */
import { Button, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { tokenQuery } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { FactList } from '../components/FactList.tsx';
import { parseAmount } from '../decide/fieldTexts.ts';
import { formatAmountExact, formatPpm, type Token } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { type ExitJson, exitQuery, leavePayload, shareQuery, sharesOf } from './exitQueries.ts';

interface ExitCardProps {
  readonly dao: string;
  readonly token: Token;
}

export function ExitCard({ dao, token }: ExitCardProps): ReactNode {
  const { t, language } = useWords();
  const viewer = useViewer();
  const found = useQuery(exitQuery(dao));
  const exit = found.data;
  const tokens = useAssetTokens(exit);
  return (
    <Card
      title={t('exits.title')}
      note={t('exits.note')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
    >
      {exit !== undefined && !exit.open && <p className="small">{t('exits.closed')}</p>}
      {exit?.open === true && (
        <FactList
          facts={[
            ...exit.assets.map(({ token: id, amount }) => ({
              id,
              name: t('exits.held'),
              value: <Amount amount={amount} token={tokens.get(id) ?? noToken} />,
            })),
            {
              id: 'outstanding',
              name: t('exits.outstanding'),
              value: <Amount amount={exit.outstanding} token={token} />,
            },
            ...(exit.keptPpm === 0
              ? []
              : [{ id: 'kept', name: t('exits.kept'), value: formatPpm(exit.keptPpm, language) }]),
          ]}
        />
      )}
      {exit?.open === true && viewer !== undefined && (
        <LeaveForm dao={dao} token={token} exit={exit} tokens={tokens} account={viewer.address} />
      )}
    </Card>
  );
}

const noToken: Token = { symbol: '', decimals: 0 };
/** How amounts of the assets are written. */
const useAssetTokens = (exit: ExitJson | undefined): ReadonlyMap<string, Token> =>
  new Map(
    useQueries({ queries: (exit?.assets ?? []).map(({ token }) => tokenQuery(token)) }).flatMap(({ data }) =>
      data === undefined ? [] : [[data.token, data] as const],
    ),
  );

interface LeaveFormProps extends ExitCardProps {
  readonly exit: ExitJson;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly account: string;
}

function LeaveForm({ dao, token, exit, tokens, account }: LeaveFormProps): ReactNode {
  const { t, language } = useWords();
  const own = useQuery(shareQuery(dao, account)).data;
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  // The sheet stays while the form behind it already shows what is left.
  const [burning, setBurning] = useState<string>();
  const staked = BigInt(own?.staked ?? '0');
  const amount = parseAmount(text.trim(), token.decimals);
  const fits = amount !== undefined && BigInt(amount) > 0n && BigInt(amount) <= staked;
  const written = (burned: string): string => {
    const shares = sharesOf(exit, BigInt(burned)).map((one) =>
      formatAmountExact(one.amount, tokens.get(one.token) ?? noToken, language),
    );
    return new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB').format(shares);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fits) setBurning(amount);
  };
  if (own === undefined || (staked === 0n && burning === undefined)) return null;
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('exits.amount', { symbol: token.symbol })}
        description={t('exits.staked', { amount: formatAmountExact(staked, token, language) })}
        inputMode="decimal"
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
        error={
          tried && !fits
            ? t('exits.amountWrong', { most: formatAmountExact(staked, token, language) })
            : undefined
        }
      />
      {fits && <p className="small">{t('exits.brings', { shares: written(amount) })}</p>}
      <Button type="submit" variant="default">
        {t('exits.leave')}
      </Button>
      {burning !== undefined && (
        <Transact
          opened
          onClose={() => setBurning(undefined)}
          kind="exits.leave"
          payload={() => leavePayload(dao, account, BigInt(burning))}
          title={t('exits.leave')}
          happens={t('exits.happens', {
            amount: formatAmountExact(burning, token, language),
            shares: written(burning),
          })}
          rule={t('exits.rule')}
          onDone={() => setText('')}
        />
      )}
    </form>
  );
}
