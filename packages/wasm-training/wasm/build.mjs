// Makes src/simd/module.ts, the vectorized loops over the backend's heap: node wasm/build.mjs
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import wabt from 'wabt';

/**
 * out = a ∘ b over [rows, columns], both at least 1. An operand's address moves on by `aStep` bytes with every column, 4 or
 * (where it is repeated) 0, and by `aRow` with every row.
 */
const binary = (name) => `
  (func (export "${name}")
    (param $out i32)
    (param $a i32) (param $aRow i32) (param $aStep i32)
    (param $b i32) (param $bRow i32) (param $bStep i32)
    (param $rows i32) (param $columns i32)
    (local $x i32) (local $y i32) (local $left i32)
    (local $x0 v128) (local $x1 v128) (local $y0 v128) (local $y1 v128)
    (loop $nextRow
      (local.set $x (local.get $a))
      (local.set $y (local.get $b))
      (local.set $left (local.get $columns))
      (if (i32.ge_u (local.get $left) (i32.const 8)) (then
        (local.set $x0 (local.tee $x1 (v128.load32_splat (local.get $x))))
        (local.set $y0 (local.tee $y1 (v128.load32_splat (local.get $y))))
        (loop $nextEight
          (if (local.get $aStep) (then
            (local.set $x0 (v128.load (local.get $x)))
            (local.set $x1 (v128.load offset=16 (local.get $x)))
            (local.set $x (i32.add (local.get $x) (i32.const 32)))))
          (if (local.get $bStep) (then
            (local.set $y0 (v128.load (local.get $y)))
            (local.set $y1 (v128.load offset=16 (local.get $y)))
            (local.set $y (i32.add (local.get $y) (i32.const 32)))))
          (v128.store (local.get $out) (f32x4.${name} (local.get $x0) (local.get $y0)))
          (v128.store offset=16 (local.get $out) (f32x4.${name} (local.get $x1) (local.get $y1)))
          (local.set $out (i32.add (local.get $out) (i32.const 32)))
          (local.set $left (i32.sub (local.get $left) (i32.const 8)))
          (br_if $nextEight (i32.ge_u (local.get $left) (i32.const 8))))))
      (if (local.get $left) (then
        (loop $nextOne
          (f32.store (local.get $out) (f32.${name} (f32.load (local.get $x)) (f32.load (local.get $y))))
          (local.set $x (i32.add (local.get $x) (local.get $aStep)))
          (local.set $y (i32.add (local.get $y) (local.get $bStep)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (br_if $nextOne (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (local.set $a (i32.add (local.get $a) (local.get $aRow)))
      (local.set $b (i32.add (local.get $b) (local.get $bRow)))
      (br_if $nextRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))`;

const lanes = (op, v) =>
  [1, 2, 3].reduce(
    (left, lane) => `(f32.${op} ${left} (f32x4.extract_lane ${lane} (local.get ${v})))`,
    `(f32x4.extract_lane 0 (local.get ${v}))`,
  );

/** Sums of [rows, columns] over the columns, times a factor: in float32 for 1024 at a time, these in float64. */
const sumRows = `
  (func (export "sumRows") (param $out i32) (param $x i32) (param $rows i32) (param $columns i32) (param $factor f64)
    (local $left i32) (local $eights i32) (local $total f64) (local $s v128) (local $t v128)
    (loop $nextRow
      (local.set $total (f64.const 0))
      (local.set $left (local.get $columns))
      (block $few
        (loop $nextBlock
          (br_if $few (i32.lt_u (local.get $left) (i32.const 8)))
          (local.set $eights (i32.shr_u (local.get $left) (i32.const 3)))
          (if (i32.gt_u (local.get $eights) (i32.const 128)) (then (local.set $eights (i32.const 128))))
          (local.set $left (i32.sub (local.get $left) (i32.shl (local.get $eights) (i32.const 3))))
          (local.set $s (v128.const f32x4 0 0 0 0))
          (local.set $t (v128.const f32x4 0 0 0 0))
          (loop $nextEight
            (local.set $s (f32x4.add (local.get $s) (v128.load (local.get $x))))
            (local.set $t (f32x4.add (local.get $t) (v128.load offset=16 (local.get $x))))
            (local.set $x (i32.add (local.get $x) (i32.const 32)))
            (br_if $nextEight (local.tee $eights (i32.sub (local.get $eights) (i32.const 1)))))
          (local.set $s (f32x4.add (local.get $s) (local.get $t)))
          (local.set $total (f64.add (local.get $total) (f64.promote_f32 ${lanes('add', '$s')})))
          (br $nextBlock)))
      (if (local.get $left) (then
        (loop $nextOne
          (local.set $total (f64.add (local.get $total) (f64.promote_f32 (f32.load (local.get $x)))))
          (local.set $x (i32.add (local.get $x) (i32.const 4)))
          (br_if $nextOne (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (f32.store (local.get $out) (f32.demote_f64 (f64.mul (local.get $total) (local.get $factor))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $nextRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))`;

/** Largest of each row of [rows, columns]; NaN where one is NaN. */
const maxRows = `
  (func (export "maxRows") (param $out i32) (param $x i32) (param $rows i32) (param $columns i32)
    (local $left i32) (local $most f32) (local $s v128) (local $t v128)
    (loop $nextRow
      (local.set $most (f32.load (local.get $x)))
      (local.set $left (local.get $columns))
      (if (i32.ge_u (local.get $left) (i32.const 8)) (then
        (local.set $s (f32x4.splat (local.get $most)))
        (local.set $t (local.get $s))
        (loop $nextEight
          (local.set $s (f32x4.max (local.get $s) (v128.load (local.get $x))))
          (local.set $t (f32x4.max (local.get $t) (v128.load offset=16 (local.get $x))))
          (local.set $x (i32.add (local.get $x) (i32.const 32)))
          (local.set $left (i32.sub (local.get $left) (i32.const 8)))
          (br_if $nextEight (i32.ge_u (local.get $left) (i32.const 8))))
        (local.set $s (f32x4.max (local.get $s) (local.get $t)))
        (local.set $most ${lanes('max', '$s')})))
      (if (local.get $left) (then
        (loop $nextOne
          (local.set $most (f32.max (local.get $most) (f32.load (local.get $x))))
          (local.set $x (i32.add (local.get $x) (i32.const 4)))
          (br_if $nextOne (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (f32.store (local.get $out) (local.get $most))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $nextRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))`;

const source = `(module
  (import "tfjs" "memory" (memory 1))
  ${['add', 'sub', 'mul', 'div', 'min', 'max'].map(binary).join('')}
  ${sumRows}
  ${maxRows})`;

/** The module in base64, for the file and for the test that it is up to date. */
export async function simdModuleOf() {
  const {parseWat} = await wabt();
  const {buffer} = parseWat('loops.wat', source, {simd: true}).toBinary({});
  return Buffer.from(buffer).toString('base64');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = (await simdModuleOf()).match(/.{1,100}/g);
  const code = `// Made by wasm/build.mjs.
/** The WebAssembly module of the vectorized loops, in base64. */
export const simdModule: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
  writeFileSync(new URL('../src/simd/module.ts', import.meta.url), code);
}
