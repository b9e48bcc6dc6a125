import type {JSX} from 'preact';
import {change, openTable, resetSettings} from '../actions.js';
import {
  type BackendChoice,
  type DataName,
  mostLosses,
  ranges,
  type Settings,
  type SpeedName,
} from '../settings/settings.js';
import {settings, table, task} from '../state.js';
import {offeredLosses} from '../training/loss-names.js';
import {percent} from './numbers.js';

/** Everything that can be set. */
export function Controls(): JSX.Element {
  const {value: now} = settings;
  const hasAffinity = now.losses.includes('affinity');
  return (
    <form class="controls card" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      <Choice
        title="Examples"
        name="data"
        value={now.data}
        choices={{digits: 'Drawn digits', clusters: 'Clouds of points', table: 'Your own table (CSV)'}}
        onChange={(data: DataName) => change({data})}
      />
      {now.data === 'table' ? (
        <TableControls />
      ) : (
        <Slider
          title="Imbalance"
          name="imbalance"
          value={now.imbalance}
          says={now.imbalance === 1 ? 'all classes alike' : `1 : ${now.imbalance}`}
          help="Rare classes have so many times fewer training examples."
        />
      )}
      <Slider
        title="Label noise"
        name="noise"
        value={now.noise}
        says={now.noise === 0 ? 'none' : percent(now.noise)}
        help="Share of the training labels that are wrong."
      />
      <LossChoices />
      <fieldset disabled={!hasAffinity}>
        <legend>Affinity loss</legend>
        <Slider
          title="Prototypes per class, m"
          name="prototypes"
          value={now.prototypes}
          says={String(now.prototypes)}
        />
        <AutoSlider title="Width, σ" name="sigma" value={now.sigma} first={1} />
        <AutoSlider title="Margin, λ" name="margin" value={now.margin} first={0.5} />
      </fieldset>
      <Choice
        title="Speed"
        name="speed"
        value={now.speed}
        choices={{slow: 'slow', normal: 'normal', fast: 'fast'}}
        onChange={(speed: SpeedName) => change({speed})}
        inline
      />
      <details>
        <summary>More</summary>
        <label class="field">
          Seed
          <input
            type="number"
            {...ranges.seed}
            value={now.seed}
            onChange={({currentTarget}) => {
              const seed = Math.round(currentTarget.valueAsNumber);
              if (seed >= ranges.seed.min && seed <= ranges.seed.max) change({seed});
              else currentTarget.value = String(now.seed);
            }}
          />
        </label>
        <label class="field">
          Compute with
          <select
            value={now.backend}
            onChange={({currentTarget}) => change({backend: currentTarget.value as BackendChoice})}
          >
            <option value="auto">what fits (WebAssembly)</option>
            <option value="wasm">WebAssembly</option>
            <option value="cpu">plain JavaScript</option>
            <option value="webgl">WebGL</option>
            <option value="webgpu">WebGPU</option>
          </select>
        </label>
        <button type="button" onClick={resetSettings}>
          All settings as at first
        </button>
      </details>
    </form>
  );
}

function TableControls(): JSX.Element {
  const {value: chosen} = table;
  const {value: read} = task;
  return (
    <fieldset>
      <legend>Table</legend>
      <label class="file">
        <span>{chosen === undefined ? 'Choose a CSV file' : chosen.file.name}</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={({currentTarget}) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) openTable({file, fill: chosen?.fill ?? false});
          }}
        />
      </label>
      <p class="help">Or drop it on this page. It stays on your machine: nothing is uploaded.</p>
      {chosen !== undefined && read?.columnNames !== undefined && (
        <label class="field">
          Column with the classes
          <select
            value={read.labelName}
            onChange={({currentTarget}) => openTable({...chosen, label: currentTarget.value})}
          >
            {read.columnNames.map((column) => (
              <option key={column}>{column}</option>
            ))}
          </select>
        </label>
      )}
      {chosen !== undefined && (
        <label class="tick">
          <input
            type="checkbox"
            checked={chosen.fill}
            onChange={({currentTarget}) => openTable({...chosen, fill: currentTarget.checked})}
          />
          Fill missing values with medians
        </label>
      )}
    </fieldset>
  );
}

function LossChoices(): JSX.Element {
  const {losses} = settings.value;
  const isFull = losses.length >= mostLosses;
  return (
    <fieldset>
      <legend>Losses side by side</legend>
      <div class="ticks">
        {offeredLosses.map(({name, title}) => {
          const isChosen = losses.includes(name);
          return (
            <label key={name} class="tick">
              <input
                type="checkbox"
                checked={isChosen}
                disabled={isChosen ? losses.length === 1 : isFull}
                onChange={() =>
                  change({losses: isChosen ? losses.filter((other) => other !== name) : [...losses, name]})
                }
              />
              {title}
            </label>
          );
        })}
      </div>
      <p class="help">Up to {mostLosses}.</p>
    </fieldset>
  );
}

type NumberName = 'imbalance' | 'noise' | 'prototypes' | 'sigma' | 'margin';

interface SliderProps {
  readonly title: string;
  readonly name: NumberName;
  readonly value: number;
  readonly says: string;
  readonly help?: string;
}

function Slider({title, name, value, says, help}: SliderProps): JSX.Element {
  const id = `slider-${name}`;
  return (
    <div class="slider">
      <label for={id}>{title}</label>
      <output for={id}>{says}</output>
      <input
        id={id}
        type="range"
        {...ranges[name]}
        value={value}
        aria-valuetext={says}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onInput={({currentTarget}) =>
          change({[name]: Number(currentTarget.value)} as unknown as Partial<Settings>)
        }
      />
      {help !== undefined && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** A number that the loss finds by itself unless it is set. */
function AutoSlider({
  title,
  name,
  value,
  first,
}: {
  readonly title: string;
  readonly name: 'sigma' | 'margin';
  readonly value: number | 'auto';
  readonly first: number;
}): JSX.Element {
  const isAuto = value === 'auto';
  return (
    <div class="auto">
      <label class="tick">
        <input
          type="checkbox"
          checked={isAuto}
          onChange={() => change({[name]: isAuto ? first : 'auto'} as unknown as Partial<Settings>)}
        />
        {title}: found from the data
      </label>
      {!isAuto && <Slider title={title} name={name} value={value} says={String(value)} />}
    </div>
  );
}

interface ChoiceProps<N extends string> {
  readonly title: string;
  readonly name: string;
  readonly value: N;
  readonly choices: Readonly<Record<N, string>>;
  readonly onChange: (value: N) => void;
  readonly inline?: boolean;
}

function Choice<N extends string>({
  title,
  name,
  value,
  choices,
  onChange,
  inline,
}: ChoiceProps<N>): JSX.Element {
  return (
    <fieldset class={inline ? 'inline' : undefined}>
      <legend>{title}</legend>
      {(Object.keys(choices) as N[]).map((each) => (
        <label key={each} class="tick">
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} />
          {choices[each]}
        </label>
      ))}
    </fieldset>
  );
}
