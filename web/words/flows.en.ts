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
} as const;
