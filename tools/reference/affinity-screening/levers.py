"""Schedules and widths, unit-norm embeddings and class-balanced batches on top of the default, into records.csv. See README.md.

    python levers.py DATA_FOLDER early|late|noise|again|mammography|pima|few|milder|rarer|no-noise|noisier [SEED...]
"""
import csv, sys
from pathlib import Path
from screen import NAMES, run

DEFAULT = dict(lam=.5, mrg=.1, wt=.5, step=10., sig=.7, rad=.5)
SOFTMAX = 'softmax'
FORMS = {
    'default': {},
    'margin 0.25 to 0.5': dict(lam=.25, lamEnd=.5),
    'margin 0.5 to 0.25': dict(lamEnd=.25),
    'margin 0.5 to 0.75': dict(lamEnd=.75),
    'margin 0.75 to 0.5': dict(lam=.75, lamEnd=.5),
    'margin 1 to 0.5': dict(lam=1., lamEnd=.5),
    'margin 0.5 to 1': dict(lamEnd=1.),
    'sigma to half': dict(sigEnd=.5),
    'sigma to double': dict(sigEnd=2.),
    'sigma from half': dict(sig=.35, sigEnd=2.),
    'sigma from double': dict(sig=1.4, sigEnd=.5),
    'sigma n^0.1': dict(sigCount=.1),
    'sigma n^-0.1': dict(sigCount=-.1),
    'sigma n^-0.25': dict(sigCount=-.25),
    'sigma trained': dict(sigTrained=1),
    'sigma trained, step 10': dict(sigTrained=1, sigStep=10.),
    'sigma trained a class': dict(sigTrained=2),
    'sigma trained a class, step 10': dict(sigTrained=2, sigStep=10.),
    'unit norm': dict(unit=1),
    'unit norm, start 1': dict(unit=1, rad=1.),
    'balanced batches': dict(balanced=1, countsSeen=1),
    'balanced batches, margins': dict(balanced=1, wt=0.),
    'balanced batches, margins and weights': dict(balanced=1),
    'softmax': SOFTMAX,
    'softmax, balanced batches': (SOFTMAX, dict(balanced=1)),
}
# Those that were as good as the default in a short training, or a question of their own in a long one.
KEPT = ['default', 'margin 0.25 to 0.5', 'margin 0.5 to 0.25', 'sigma to half', 'sigma n^-0.1', 'sigma trained a class, step 10',
        'unit norm', 'balanced batches, margins']
TASKS = {
    'early': ('imb:1', dict(steps=640), list(FORMS)),
    'late': ('imb:1', dict(epochs=20), KEPT),
    'noise': ('noise:40', dict(epochs=10), [
        'default', 'margin 0.5 to 0.25', 'margin 0.5 to 1', 'margin 1 to 0.5', 'sigma to half', 'sigma to double',
        'sigma trained, step 10', 'sigma trained a class, step 10', 'unit norm']),
    'again': ('imb:1', dict(steps=640), KEPT),
    # The best of them elsewhere.
    **{task: (data, length, ['default', 'sigma trained a class, step 10']) for task, data, length in [
        ('mammography', 'table:mammography', dict(epochs=30)),
        ('pima', 'table:pima-indians-diabetes', dict(epochs=30)),
        ('few', 'imb:2.5:2000', dict(epochs=5)),
        ('milder', 'imb:10', dict(epochs=6)),
        ('rarer', 'imb:0.5', dict(epochs=6)),
        ('no-noise', 'noise:0', dict(epochs=10)),
        ('noisier', 'noise:60', dict(epochs=10)),
    ]},
}
RECORDS = Path(__file__).with_name('records.csv')
OUTCOMES = dict(accuracy='acc', macroF1='f1', gMean='gm', rareRecall='rare', nearestMeanAccuracy='nm')


def record(data, length, name, seed):
    form = FORMS[name]
    loss = 'softmax' if form == SOFTMAX or isinstance(form, tuple) else 'affinity'
    hyper = (form[1] if isinstance(form, tuple) else {}) if loss == SOFTMAX else {**DEFAULT, **form}
    found = run(data, 'lin' if loss == SOFTMAX else 'aff', dict(hyper), seed, **length)
    print(f'{data} {length} seed {seed} {name}: {found}', flush=True)
    with open(RECORDS, newline='') as file:
        columns = next(csv.reader(file))
    row = {'data': data, **length, 'network': 'mlp', 'loss': loss, 'seed': seed}
    row |= {option: hyper[key] for option, key in NAMES.items() if key in hyper}
    row |= {column: found[key] for column, key in OUTCOMES.items() if key in found}
    with open(RECORDS, 'a', newline='') as file:
        csv.DictWriter(file, columns, lineterminator='\n').writerow(row)


if __name__ == '__main__':
    data, length, names = TASKS[sys.argv[2]]
    for seed in [int(each) for each in sys.argv[3:]] or [1]:
        for name in names:
            record(data, length, name, seed)
