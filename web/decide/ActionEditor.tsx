/** The actions of a draft: choose a kind, fill in its form, see nothing of bytes. */
import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Token } from '../formats.ts';
import { client } from '../node.ts';
import { useWords } from '../words/words.ts';
import classes from './ActionEditor.module.css';
import { type ActionKind, actionKinds, type InForce, startOf } from './actionKinds.ts';
import type { DraftAction } from './draftStore.ts';
import { emptyValue, fieldsOf } from './fieldsOf.ts';
import { TransactionForm } from './TransactionForm.tsx';

interface ActionEditorProps {
  readonly actions: readonly DraftAction[];
  readonly onChange: (actions: readonly DraftAction[], added?: ActionKind) => void;
  readonly inForce: InForce;
  readonly token: Token;
}

const isKind = (kind: string): kind is ActionKind => actionKinds.some((one) => one === kind);

/** An action of a kind with the values that are in force now. */
const startAction = (kind: ActionKind, inForce: InForce, key: number): DraftAction => {
  const now = startOf(kind, inForce);
  const fields = fieldsOf(client.registry, kind);
  const payload = Object.fromEntries(
    fields.flatMap(({ name, field, optional }) =>
      optional && now[name] === undefined ? [] : [[name, now[name] ?? emptyValue(field)]],
    ),
  );
  return { key, kind, payload, mayFail: false };
};

export function ActionEditor({ actions, onChange, inForce, token }: ActionEditorProps): ReactNode {
  const { t } = useWords();
  const change = (key: number, part: Partial<DraftAction>): void =>
    onChange(actions.map((action) => (action.key === key ? { ...action, ...part } : action)));
  const add = (kind: string): void => {
    if (!isKind(kind)) return;
    const key = Math.max(-1, ...actions.map((action) => action.key)) + 1;
    onChange([...actions, startAction(kind, inForce, key)], kind);
  };
  return (
    <Stack gap="lg">
      {actions.length === 0 && <p className={classes.empty}>{t('editor.noActions')}</p>}
      {actions.map((action, index) => (
        <div key={action.key} className={classes.action}>
          <div className={classes.head}>
            <h3>
              {index + 1}. {isKind(action.kind) ? t(`actionKind.${action.kind}`) : action.kind}
            </h3>
            <Button
              variant="subtle"
              size="xs"
              onClick={() => onChange(actions.filter(({ key }) => key !== action.key))}
            >
              {t('editor.remove', { number: index + 1 })}
            </Button>
          </div>
          <KindForm action={action} inForce={inForce} token={token} onChange={change} />
          <Checkbox
            label={t('editor.mayFail')}
            checked={action.mayFail}
            onChange={(event) => change(action.key, { mayFail: event.currentTarget.checked })}
          />
        </div>
      ))}
      <NativeSelect
        label={t('editor.addAction')}
        value=""
        onChange={(event) => add(event.currentTarget.value)}
        data={[
          { value: '', label: t('editor.chooseAction') },
          ...actionKinds.map((kind) => ({ value: kind, label: t(`actionKind.${kind}`) })),
        ]}
      />
    </Stack>
  );
}

interface KindFormProps {
  readonly action: DraftAction;
  readonly inForce: InForce;
  readonly token: Token;
  readonly onChange: (key: number, part: Partial<DraftAction>) => void;
}

/** Another kind of work has another rule and budget: choosing it starts from what is in force there. */
function KindForm({ action, inForce, token, onChange }: KindFormProps): ReactNode {
  const { kind: work } = action.payload;
  const take = (payload: Readonly<Record<string, unknown>>): void => {
    const other = payload['kind'];
    const rule = inForce.rules?.rules.find(({ kind }) => kind === other)?.rule;
    const amountPerEpoch = inForce.treasury?.budgets.find(({ kind }) => kind === other)?.amountPerEpoch;
    const inForceThere = {
      ...(action.kind === 'contributions.setRule' && rule !== undefined ? { rule } : {}),
      ...(action.kind === 'treasury.setBudget' && amountPerEpoch !== undefined ? { amountPerEpoch } : {}),
    };
    onChange(action.key, { payload: other === work ? payload : { ...payload, ...inForceThere } });
  };
  return (
    <TransactionForm
      key={String(work)}
      fields={fieldsOf(client.registry, action.kind)}
      value={action.payload}
      onChange={take}
      token={token}
    />
  );
}
