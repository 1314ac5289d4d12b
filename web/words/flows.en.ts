/** Words of money that leaves a treasury over time or in pages, in English. */
export const flowsEn = {
  'event.streams.opened': '{payer} opened a stream of {deposit} to {payee}',
  'event.streams.toppedUp': '{payer} added {amount} to a stream to {payee}',
  'event.streams.claimed': '{payee} received {amount} of a stream of {payer}',
  'event.streams.canceled':
    '{payer} ended a stream: {amount} went to {payee}, {returned} came back to {payer}',
  'txKind.streams.open': 'Open a stream',
  'txKind.streams.topUp': 'Top up a stream',
  'txKind.streams.claim': 'Claim what a stream brought',
  'txKind.streams.cancel': 'Cancel a stream',
  'event.payouts.opened': '{payer} set {total} aside for a payout in {pages} pages',
  'event.payouts.pagePaid': 'Page {page} of a payout paid {amount} to {payments} accounts',
  'event.payouts.paid': '{account} received {amount} of a payout',
  'event.payouts.closed': 'A payout closed and returned {returned} to {payer}',
  'txKind.payouts.open': 'Open a payout',
  'txKind.payouts.payPage': 'Pay a page of a payout',
  'txKind.payouts.close': 'Close a payout',
  'event.treasury.limitSet':
    'From its next renewal on, at most {perEpoch} may leave the treasury in an epoch',
  'event.treasury.limitLifted': 'The spending limit of the treasury ends with its next renewal',
  'event.treasury.limitRenewed': 'The spending limit is renewed for epoch {epoch} with {amount}',
  'txKind.treasury.setLimit': 'Set a spending limit',
  'txKind.treasury.liftLimit': 'Lift a spending limit',
  'txKind.treasury.renewLimit': 'Renew a spending limit',
} as const;
