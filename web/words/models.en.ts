/** Words of measured figures of models, in English. */
export const modelsEn = {
  'models.figures': 'What the model was measured to do',
  'models.figuresNote':
    'Means over {count, plural, one {# project} other {# projects}}, each scored by a model that never saw it and learnt from earlier years only. A project with too few outcomes has no part in a figure. The lead is over commits where these are given, else over changed lines. Small figures are 95% intervals.',
  'models.noFigures': 'No figures were published with this model.',
  'models.figure': 'Figure',
  'models.model': 'Model',
  'models.lines': 'Changed lines',
  'models.commits': 'Commits',
  'models.lead': 'Lead',
  'models.interval': '{low} to {high}',
  'models.fixed': 'Tells changes that a later fix corrects: area under the curve, 0.5 is chance',
  'models.fixedEqual': 'The same among changes of equal size',
  'models.builtOn': 'Orders changes by how many others build beside them: rank correlation',
  'models.used': 'Orders changes by how many others use what they introduce: rank correlation',
  'models.quarter': 'Orders contributors of a quarter by what others made of their work: rank correlation',
  'models.money': 'Share of the money that would go elsewhere than by what came of the work: less is better',
  'models.calibration': 'How far predicted chances of a fix are from what came: less is better',

  'models.projects': 'Project by project',
  'models.projectsNote':
    'The filled mark is the model, the hollow one counts changed lines. Further right is better.',
  'models.compare': 'What is compared',
  'models.short.fixed': 'Later fixes',
  'models.short.builtOn': 'Built on',
  'models.short.used': 'Used',
  'models.ahead': 'The model is ahead in {ahead} of {count} projects.',
  'models.project': 'Project',
  'models.asTable': 'As a table',
  'models.asPlot': 'As a plot',

  'models.reliability': 'Whether its chances hold',
  'models.reliabilityNote':
    'Changes in {count} groups by their predicted chance of a later fix. On the line, as many were fixed as predicted.',
  'models.reliabilityPlot': 'Predicted chances of a fix, and how many were fixed',
  'models.predicted': 'Predicted',
  'models.observed': 'Fixed',
  'models.count': 'Changes',

  'models.fairness': 'Whether groups fare alike',
  'models.fairnessNote':
    'Among the best 30% of each project by score. The ratio compares how often the groups are there; four fifths is the usual bound. The gap compares how many of those whose work others built on most are found; a tenth is.',
  'models.groups': 'Groups',
  'models.newcomer': 'Newcomers and veterans',
  'models.byKind': 'Fixes and other work',
  'models.byLanguage': 'Languages of code',
  'models.ratio': 'Ratio',
  'models.gap': 'Gap',
  'models.bounds': 'Bounds',
  'models.kept': 'Kept',
  'models.keptInPart': 'Kept where measured',
  'models.notKept': 'Not kept',
} as const;
