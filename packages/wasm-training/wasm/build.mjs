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

/** The lesser of a local and something else. */
const least = (local, other) =>
  `(select (local.get ${local}) ${other} (i32.lt_s (local.get ${local}) ${other}))`;
const range = (count) => Array.from({length: count}, (_, i) => i);
const tile = range(4).flatMap((row) => range(2).map((half) => ({row, half, sum: `$s${row}${half}`})));
/** Address of a row of the tile, from a local and how many bytes lie between rows. */
const tileRow = (row) =>
  range(row).reduce((at) => `(i32.add ${at} (local.get $rowBytes))`, '(local.get $to)');

/**
 * c += a · b for a [m, k], b [k, n] and c [m, n], where m is at least 4 and n at least 8. The address of an element of a moves on
 * by `aRow` bytes with every row and by `aInner` along k, so that a may be transposed; rows of b and c begin `rowBytes` apart, so
 * that they may be parts of wider matrices; nothing is packed. Tiles of 4 × 8 sums stay
 * in registers, and blocks of b with 64 rows and 256 columns in the cache. The last tiles overlap those before, and keep what is
 * there.
 */
const addProduct = `
  (func (export "addProduct")
    (param $c i32) (param $a i32) (param $aRow i32) (param $aInner i32) (param $b i32)
    (param $rowBytes i32) (param $m i32) (param $n i32) (param $k i32)
    (local $part i32) (local $left i32) (local $i i32) (local $j i32) (local $first i32) (local $end i32)
    (local $to i32) (local $y i32) (local $top i32) (local $side i32)
    (local $mask0 v128) (local $mask1 v128)
    ${range(4)
      .map((row) => `(local $x${row} i32) (local $row${row} v128)`)
      .join(' ')}
    (local $b0 v128) (local $b1 v128) (local $a0 v128)
    ${tile.map(({sum}) => `(local ${sum} v128)`).join(' ')}
    (loop $nextPart
      (local.set $part (local.get $k))
      (if (i32.gt_u (local.get $part) (i32.const 64)) (then (local.set $part (i32.const 64))))
      (local.set $first (i32.const 0))
      (loop $nextBlock
        (local.set $end (i32.add (local.get $first) (i32.const 256)))
        (if (i32.gt_u (local.get $end) (local.get $n)) (then (local.set $end (local.get $n))))
        (local.set $i (i32.const 0))
        (loop $nextRows
          (local.set $j (local.get $first))
          (local.set $top ${least('$i', '(i32.sub (local.get $m) (i32.const 4))')})
          ${range(4)
            .map(
              (row) => `(local.set $row${row} (i32x4.splat (i32.sub (i32.const 0)
              (i32.ge_u (i32.add (local.get $top) (i32.const ${row})) (local.get $i)))))`,
            )
            .join('\n          ')}
          (loop $nextColumns
            (local.set $side ${least('$j', '(i32.sub (local.get $n) (i32.const 8))')})
            (local.set $mask0 (i32x4.ge_s
              (i32x4.add (i32x4.splat (local.get $side)) (v128.const i32x4 0 1 2 3)) (i32x4.splat (local.get $j))))
            (local.set $mask1 (i32x4.ge_s
              (i32x4.add (i32x4.splat (local.get $side)) (v128.const i32x4 4 5 6 7)) (i32x4.splat (local.get $j))))
            (local.set $to (i32.add (i32.add (local.get $c) (i32.mul (local.get $top) (local.get $rowBytes)))
              (i32.shl (local.get $side) (i32.const 2))))
            (local.set $x0 (i32.add (local.get $a) (i32.mul (local.get $top) (local.get $aRow))))
            ${[1, 2, 3]
              .map((row) => `(local.set $x${row} (i32.add (local.get $x${row - 1}) (local.get $aRow)))`)
              .join('\n            ')}
            (local.set $y (i32.add (local.get $b) (i32.shl (local.get $side) (i32.const 2))))
            (local.set $left (local.get $part))
            ${tile
              .map(({row, half, sum}) => `(local.set ${sum} (v128.load offset=${16 * half} ${tileRow(row)}))`)
              .join('\n            ')}
            (loop $nextInner
              (local.set $b0 (v128.load (local.get $y)))
              (local.set $b1 (v128.load offset=16 (local.get $y)))
              ${range(4)
                .map(
                  (row) => `(local.set $a0 (v128.load32_splat (local.get $x${row})))
              (local.set $x${row} (i32.add (local.get $x${row}) (local.get $aInner)))
              (local.set $s${row}0 (f32x4.add (local.get $s${row}0) (f32x4.mul (local.get $a0) (local.get $b0))))
              (local.set $s${row}1 (f32x4.add (local.get $s${row}1) (f32x4.mul (local.get $a0) (local.get $b1))))`,
                )
                .join('\n              ')}
              (local.set $y (i32.add (local.get $y) (local.get $rowBytes)))
              (br_if $nextInner (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
            ${tile
              .map(
                ({row, half, sum}) => `(v128.store offset=${16 * half} ${tileRow(row)}
              (v128.bitselect (local.get ${sum}) (v128.load offset=${16 * half} ${tileRow(row)})
                (v128.and (local.get $row${row}) (local.get $mask${half}))))`,
              )
              .join('\n            ')}
            (br_if $nextColumns
              (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 8))) (local.get $end))))
          (br_if $nextRows
            (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $m))))
        (br_if $nextBlock
          (i32.lt_u (local.tee $first (local.get $end)) (local.get $n))))
      (local.set $a (i32.add (local.get $a) (i32.mul (local.get $part) (local.get $aInner))))
      (local.set $b (i32.add (local.get $b) (i32.mul (local.get $part) (local.get $rowBytes))))
      (br_if $nextPart (local.tee $k (i32.sub (local.get $k) (local.get $part))))))`;

/** The sums of the columns of [rows, columns], both at least 1, whose rows begin `rowBytes` apart, in float32. */
const sumColumns = `
  (func (export "sumColumns")
    (param $out i32) (param $x i32) (param $rowBytes i32) (param $rows i32) (param $columns i32)
    (local $y i32) (local $left i32) (local $one f32)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    ${[4, 1]
      .map(
        (vectors) => `(block $done${vectors} (loop $next${vectors}
      (br_if $done${vectors} (i32.lt_u (local.get $columns) (i32.const ${4 * vectors})))
      (local.set $y (local.get $x))
      (local.set $left (local.get $rows))
      ${range(vectors)
        .map((v) => `(local.set $s${v} (v128.const f32x4 0 0 0 0))`)
        .join(' ')}
      (loop $row
        ${range(vectors)
          .map(
            (v) =>
              `(local.set $s${v} (f32x4.add (local.get $s${v}) (v128.load offset=${16 * v} (local.get $y))))`,
          )
          .join('\n        ')}
        (local.set $y (i32.add (local.get $y) (local.get $rowBytes)))
        (br_if $row (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      ${range(vectors)
        .map((v) => `(v128.store offset=${16 * v} (local.get $out) (local.get $s${v}))`)
        .join(' ')}
      (local.set $out (i32.add (local.get $out) (i32.const ${16 * vectors})))
      (local.set $x (i32.add (local.get $x) (i32.const ${16 * vectors})))
      (local.set $columns (i32.sub (local.get $columns) (i32.const ${4 * vectors})))
      (br $next${vectors})))`,
      )
      .join('\n    ')}
    (block $done (loop $nextOne
      (br_if $done (i32.eqz (local.get $columns)))
      (local.set $y (local.get $x))
      (local.set $left (local.get $rows))
      (local.set $one (f32.const 0))
      (loop $row
        (local.set $one (f32.add (local.get $one) (f32.load (local.get $y))))
        (local.set $y (i32.add (local.get $y) (local.get $rowBytes)))
        (br_if $row (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (f32.store (local.get $out) (local.get $one))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $x (i32.add (local.get $x) (i32.const 4)))
      (local.set $columns (i32.sub (local.get $columns) (i32.const 1)))
      (br $nextOne))))`;

/**
 * out [columns, rows] = xᵀ for x [rows, columns], both multiples of 4 at least 4, by tiles of 4 × 4, in bands of 32 rows so that the
 * lines that are read stay in the cache. Rows of x begin `xBytes` apart, those of out `outBytes`.
 */
const transpose = `
  (func (export "transpose")
    (param $out i32) (param $outBytes i32) (param $x i32) (param $xBytes i32) (param $rows i32) (param $columns i32)
    (local $band i32) (local $row i32) (local $column i32) (local $from i32) (local $to i32)
    (local $x0 v128) (local $x1 v128) (local $x2 v128) (local $x3 v128)
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)
    (loop $nextBand
      (local.set $band (local.get $rows))
      (if (i32.gt_u (local.get $band) (i32.const 32)) (then (local.set $band (i32.const 32))))
      (local.set $column (i32.const 0))
      (loop $nextColumns
        (local.set $from (i32.add (local.get $x) (i32.shl (local.get $column) (i32.const 2))))
        (local.set $to (i32.add (local.get $out) (i32.mul (local.get $column) (local.get $outBytes))))
        (local.set $row (local.get $band))
        (loop $nextRows
          ${range(4)
            .map(
              (v) => `(local.set $x${v} (v128.load (local.get $from)))
          (local.set $from (i32.add (local.get $from) (local.get $xBytes)))`,
            )
            .join('\n          ')}
          ${[
            ['$t0', '$x0', '$x1', '0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23'],
            ['$t1', '$x0', '$x1', '8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31'],
            ['$t2', '$x2', '$x3', '0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23'],
            ['$t3', '$x2', '$x3', '8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31'],
            ['$x0', '$t0', '$t2', '0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23'],
            ['$x1', '$t0', '$t2', '8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31'],
            ['$x2', '$t1', '$t3', '0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23'],
            ['$x3', '$t1', '$t3', '8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31'],
          ]
            .map(
              ([to, a, b, order]) =>
                `(local.set ${to} (i8x16.shuffle ${order} (local.get ${a}) (local.get ${b})))`,
            )
            .join('\n          ')}
          ${range(4)
            .map(
              (v) =>
                `(v128.store ${range(v).reduce((at) => `(i32.add ${at} (local.get $outBytes))`, '(local.get $to)')} (local.get $x${v}))`,
            )
            .join('\n          ')}
          (local.set $to (i32.add (local.get $to) (i32.const 16)))
          (br_if $nextRows (local.tee $row (i32.sub (local.get $row) (i32.const 4)))))
        (br_if $nextColumns
          (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 4))) (local.get $columns))))
      (local.set $x (i32.add (local.get $x) (i32.mul (local.get $band) (local.get $xBytes))))
      (local.set $out (i32.add (local.get $out) (i32.shl (local.get $band) (i32.const 2))))
      (br_if $nextBand (local.tee $rows (i32.sub (local.get $rows) (local.get $band))))))`;

const source = `(module
  (import "tfjs" "memory" (memory 1))
  ${['add', 'sub', 'mul', 'div', 'min', 'max'].map(binary).join('')}
  ${sumRows}
  ${maxRows}
  ${addProduct}
  ${sumColumns}
  ${transpose})`;

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
