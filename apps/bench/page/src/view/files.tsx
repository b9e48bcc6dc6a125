import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {openTable} from '../actions.js';
import {openReport} from '../report/open-report.js';
import {table} from '../state.js';

/** What a file is, by its name. */
function openFile(file: File): void {
  if (/\.json$/i.test(file.name)) void openReport(file);
  else openTable({file, fill: table.value?.fill ?? false});
}

/** Takes files that are dropped anywhere on the page. */
export function DropZone(): JSX.Element | null {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) openFile(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div class="drop" aria-hidden="true">
      Drop a CSV table to train on it, or a results.json to read its report.
    </div>
  );
}

/** The way to a report for those who do not drop. */
export function ReportChooser(): JSX.Element {
  return (
    <label class="file link">
      <span>Open the results.json of a benchmark</span>
      <input
        type="file"
        accept=".json,application/json"
        onChange={({currentTarget}) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void openReport(file);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
