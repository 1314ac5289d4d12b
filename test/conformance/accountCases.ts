/** Cases of accounts: keys added and removed, names. */
import { possessionMessage } from '#chain/crypto/blsMessages.ts';
import { blsPublicKey, blsSecret, signBls } from '#chain/crypto/blsSign.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { accountKeysMax } from '#chain/limits.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { contentOf, createDao } from './steps.ts';

const another = (number = 1) => ({ scheme: 0, publicKey: contentOf(`another key ${number}`) });
const passkey = { scheme: 2, publicKey: `02${contentOf('a passkey')}`, rpId: 'localhost' };
const addMany = async (stage: Stage, count: number): Promise<void> => {
  for (let number = 1; number <= count; number++)
    await stage.apply('ada', 'accounts.addKey', another(number));
};

const addKey = casesOf('accounts.addKey');
const removeKey = casesOf('accounts.removeKey');
const setProfile = casesOf('accounts.setProfile');
const setVotingKey = casesOf('accounts.setVotingKey');

const votingSecret = blsSecret(new Uint8Array(48).fill(9));
/** A voting key with the proof that it belongs to an account. */
const votingKeyOf = (stage: Stage, name: string) => {
  const publicKey = blsPublicKey(votingSecret);
  const proof = signBls(votingSecret, possessionMessage(fromHex(stage.account(name)), publicKey));
  return { publicKey: toHex(publicKey), proof: toHex(proof) };
};

export const accountCases: readonly Case[] = [
  setVotingKey('with its proof', 'applied', async (stage) => votingKeyOf(stage, 'ada')),
  setVotingKey('again, with another proof of the same', 'applied', async (stage) => {
    await stage.apply('ada', 'accounts.setVotingKey', votingKeyOf(stage, 'ada'));
    return votingKeyOf(stage, 'ada');
  }),
  setVotingKey('taken back', 'applied', async (stage) => {
    await stage.apply('ada', 'accounts.setVotingKey', votingKeyOf(stage, 'ada'));
    return { publicKey: '', proof: '' };
  }),
  setVotingKey('taken back without one', 'accounts.noVotingKey', async () => ({ publicKey: '', proof: '' })),
  setVotingKey('of somebody else', 'accounts.possessionUnproven', async (stage) => votingKeyOf(stage, 'ben')),
  setVotingKey('without a proof', 'accounts.possessionUnproven', async (stage) => ({
    ...votingKeyOf(stage, 'ada'),
    proof: '',
  })),
  setVotingKey('that is no point', 'accounts.votingKeyUnusable', async (stage) => ({
    ...votingKeyOf(stage, 'ada'),
    publicKey: '9f'.repeat(48),
  })),
  setVotingKey('that is too long', 'chain.malformed', async (stage) => ({
    ...votingKeyOf(stage, 'ada'),
    publicKey: '9f'.repeat(49),
  })),
  setVotingKey(
    'of a DAO',
    'accounts.noKey',
    async (stage) => {
      await createDao(stage);
      return { publicKey: '', proof: '' };
    },
    'dao',
  ),
  addKey('a second key', 'applied', async () => another()),
  addKey('a passkey with its domain', 'applied', async () => passkey),
  addKey('the last one that fits', 'applied', async (stage) => {
    await addMany(stage, accountKeysMax - 2);
    return another(accountKeysMax);
  }),
  addKey('one too many', 'accounts.tooManyKeys', async (stage) => {
    await addMany(stage, accountKeysMax - 1);
    return another(accountKeysMax);
  }),
  addKey('the key that signs', 'accounts.keyHeld', async (stage) => stage.keyOf('ada')),
  addKey('the same key twice', 'accounts.keyHeld', async (stage) => {
    await addMany(stage, 1);
    return another(1);
  }),
  addKey('an Ethereum wallet', 'applied', async () => ({
    scheme: 1,
    publicKey: `03${contentOf('a wallet')}`,
  })),
  addKey('of a scheme that signs no transactions', 'accounts.keyUnusable', async () => ({
    scheme: 3,
    publicKey: '8a'.repeat(48),
  })),
  addKey('of a wrong length', 'accounts.keyUnusable', async () => ({ ...passkey, scheme: 0 })),
  addKey('of a scheme that does not exist', 'chain.malformed', async () => ({ ...another(), scheme: 4 })),
  addKey(
    'to a DAO',
    'accounts.noKey',
    async (stage) => {
      await createDao(stage);
      return another();
    },
    'dao',
  ),
  removeKey('one of two', 'applied', async (stage) => {
    await addMany(stage, 1);
    return another(1);
  }),
  removeKey('the first, which signs, when there are two', 'applied', async (stage) => {
    await addMany(stage, 1);
    return stage.keyOf('ada');
  }),
  removeKey('twice', 'accounts.keyUnknown', async (stage) => {
    await addMany(stage, 2);
    await stage.apply('ada', 'accounts.removeKey', another(1));
    return another(1);
  }),
  removeKey('never held', 'accounts.keyUnknown', async () => another()),
  removeKey('the last', 'accounts.lastKey', async (stage) => stage.keyOf('ada')),
  removeKey(
    'of a DAO',
    'accounts.noKey',
    async (stage) => {
      await createDao(stage);
      return another();
    },
    'dao',
  ),
  setProfile('a name in Chinese', 'applied', async () => ({ name: '艾达' })),
  setProfile('an empty name takes it back', 'applied', async () => ({ name: '' })),
  setProfile('sixty bytes', 'applied', async () => ({ name: '学'.repeat(20) })),
  setProfile('sixty-one bytes', 'chain.malformed', async () => ({ name: `${'学'.repeat(20)}a` })),
  setProfile('half a character', 'chain.malformed', async () => ({ name: '\ud83d' })),
  setProfile('an unknown field', 'chain.malformed', async () => ({ name: 'Ada', age: 3 })),
];
