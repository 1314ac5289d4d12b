/** Words of outcomes in English: what became of accepted work. */
export const outcomesEn = {
  'event.outcomes.committed': '{scorer} sealed what became of {contribution}',
  'event.outcomes.revealed': '{scorer} said what became of {contribution}',
  'event.outcomes.measured':
    'The committee measured {contribution} of {author}: {released} released, {returned} back to the budget',
  'txKind.outcomes.commit': 'Seal an outcome',
  'txKind.outcomes.reveal': 'Reveal an outcome',

  'outcome.title': 'Outcome',
  'outcome.formula':
    'Released: the share of the lines that stand, less once more those that were taken back, and a tenth for each other author who builds on them. The rest returns to the budget.',
  'outcome.waits': '{amount} is held until {from}. Then the scorers count what became of the work.',
  'outcome.measuring':
    'The scorers count what became of the work. {amount} is held; if they have not said so by {until}, it is released in full.',
  'outcome.missed': 'The scorers did not say in time what became of the work, so nothing is held any more.',
  'outcome.answered': '{committed} committed, {revealed} revealed; {quorum} are needed.',
  'outcome.lines': 'Lines it brought',
  'outcome.standing': 'Lines that stand',
  'outcome.reverted': 'Lines taken back',
  'outcome.adopters': 'Other authors who build on it',
  'outcome.released': 'Released',
  'outcome.paid': 'Paid at once and by its outcome',
  'outcome.returned': 'Back to the budget',

  'contribution.answer.held':
    'Scored {score} for quality. {paid} of {total} has accrued to {name}; the rest is held until its outcome, {outcome}.',
  'contribution.answer.measured':
    'Scored {score} for quality. {paid} of {total} has accrued to {name}; by its outcome the rest returned to the budget.',
  'contribution.timeline.outcome': 'Its outcome is measured',
  'contribution.timeline.measured': 'Its outcome was measured',

  'rewards.heldTitle': 'Held until the outcome',
  'rewards.heldWhen': 'Measured',
  'rewards.held': 'Held',
} as const;
