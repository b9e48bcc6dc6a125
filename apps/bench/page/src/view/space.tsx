import type {JSX} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';
import type {LossFrame} from '../training/frame.js';
import {titleOf} from '../training/loss-names.js';
import type {TaskSummary} from '../training/messages.js';
import {drawSpace} from './draw.js';
import {theme} from './theme.js';

/** The feature space of one loss. */
export function Space({frame, task}: {readonly frame: LossFrame; readonly task: TaskSummary}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize(Math.round(entry!.contentRect.width)));
    observer.observe(canvas.current!);
    return () => observer.disconnect();
  }, []);
  const colours = theme.value;
  useEffect(() => {
    if (size === 0) return;
    // A task of its own for each picture: together they would keep input waiting for longer.
    const timer = setTimeout(() => {
      const density = Math.min(2, window.devicePixelRatio || 1);
      const element = canvas.current!;
      if (element.width !== size * density) element.width = element.height = size * density;
      const context = element.getContext('2d')!;
      context.setTransform(density, 0, 0, density, 0, 0);
      drawSpace(context, size, frame, task, colours);
    });
    return () => clearTimeout(timer);
  }, [frame, task, size, colours]);
  return (
    <canvas
      ref={canvas}
      class="space"
      role="img"
      aria-label={`Feature space of ${titleOf(frame.loss)}: the test examples in the plane that the network makes, on the regions of the classes`}
    />
  );
}
