/** Send, stake or take stake out: one form, one signature. */
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { parseAmount } from '../decide/fieldTexts.ts';
import { isAddress } from '../decide/isAddress.ts';
import { decimalText, formatAmount, formatAmountExact } from '../formats.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import { carriedBeside } from './carriedBeside.ts';
import type { Holding } from './fundsQueries.ts';
import classes from './MoveCard.module.css';

const moves = ['send', 'stake', 'unstake'] as const;
type Move = (typeof moves)[number];
const kinds = { send: 'tokens.transfer', stake: 'tokens.stake', unstake: 'tokens.unstake' } as const;

/** A move that fits; it stays while the form behind the sheet already shows the new balance. */
interface Ready {
  readonly move: Move;
  readonly holding: Holding;
  readonly amount: string;
  readonly account: string;
  /** Who moves it, `merit1…`. */
  readonly lender: string;
}

interface MoveCardProps {
  readonly holdings: readonly Holding[];
  /** `merit1…`. */
  readonly holder: string;
}

export function MoveCard({ holdings, holder }: MoveCardProps): ReactNode {
  const { t, language } = useWords();
  const [move, setMove] = useState<Move>('send');
  const [tokenId, setTokenId] = useState('');
  const [text, setText] = useState('');
  const [account, setAccount] = useState('');
  const [tried, setTried] = useState(false);
  const [ready, setReady] = useState<Ready>();
  const holding = holdings.find(({ token }) => token.token === tokenId) ?? holdings[0];
  if (holding === undefined) return null;
  const most = move === 'unstake' ? holding.staked : holding.free;
  const amount = parseAmount(text.trim(), holding.token.decimals);
  const fits = amount !== undefined && BigInt(amount) > 0n && BigInt(amount) <= most;
  const addressFits = move !== 'send' || isAddress(account.trim());
  const amountFault = (): string => {
    if (amount !== undefined && BigInt(amount) > most)
      return t('wallet.tooMuch', { most: formatAmountExact(most, holding.token, language) });
    return t('wallet.amountWrong', { decimals: holding.token.decimals });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (fits && addressFits) setReady({ move, holding, amount, account: account.trim(), lender: holder });
  };
  return (
    <Card title={t('wallet.move')}>
      <form className={classes.form} onSubmit={submit}>
        <SegmentedControl
          fullWidth
          aria-label={t('wallet.move')}
          value={move}
          onChange={(value) => {
            setMove(value as Move);
            setTried(false);
          }}
          data={moves.map((value) => ({ value, label: t(`wallet.${value}`) }))}
        />
        {holdings.length > 1 && (
          <NativeSelect
            label={t('wallet.token')}
            value={holding.token.token}
            onChange={(event) => setTokenId(event.currentTarget.value)}
            data={holdings.map(({ token }) => ({
              value: token.token,
              label: `${token.symbol} · ${token.name}`,
            }))}
          />
        )}
        {move === 'send' && (
          <TextInput
            label={t('wallet.to')}
            placeholder="merit1…"
            value={account}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setAccount(event.currentTarget.value)}
            error={tried && !addressFits ? t('wallet.addressWrong') : undefined}
          />
        )}
        <div className={classes.amount}>
          <TextInput
            label={t('wallet.amountIn', { symbol: holding.token.symbol })}
            inputMode="decimal"
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.currentTarget.value)}
            error={tried && !fits ? amountFault() : undefined}
          />
          <Button
            variant="default"
            disabled={most === 0n}
            onClick={() => setText(decimalText(most, holding.token.decimals))}
          >
            {t('wallet.most')}
          </Button>
        </div>
        <p className="small">
          {t(`wallet.${move}Note`, {
            most: formatAmount(most, holding.token, language),
            time: formatDuration(holding.token.unbondingMs, language),
          })}
        </p>
        <Button type="submit">{t(`wallet.${move}`)}</Button>
      </form>
      {ready !== undefined && (
        <MoveSheet
          ready={ready}
          onClose={() => setReady(undefined)}
          onDone={() => {
            setText('');
            setTried(false);
          }}
        />
      )}
    </Card>
  );
}

/** Stake leaves only with what is said of the rest, and new stake stays the holder's own. */
const movePayload = async (move: Move, { holding, amount, lender }: Ready) => {
  const plain = { token: holding.token.token, amount };
  if (move !== 'unstake') return plain;
  return { ...plain, ...(await carriedBeside(plain.token, lender, holding.staked - BigInt(amount))) };
};

interface MoveSheetProps {
  readonly ready: Ready;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function MoveSheet({ ready, onClose, onDone }: MoveSheetProps): ReactNode {
  const { t, language } = useWords();
  const { move, holding, amount, account } = ready;
  const { token } = holding;
  const shared = {
    opened: true,
    onClose,
    onDone,
    title: t(`wallet.${move}`),
    happens: t(`wallet.${move}Happens`, {
      amount: formatAmountExact(amount, token, language),
      account,
    }),
    rule: t(`wallet.${move}Rule`, { time: formatDuration(token.unbondingMs, language) }),
  };
  return move === 'send' ? (
    <Transact {...shared} kind={kinds.send} payload={{ token: token.token, account, amount }} />
  ) : (
    <Transact {...shared} kind={kinds[move]} payload={() => movePayload(move, ready)} />
  );
}
