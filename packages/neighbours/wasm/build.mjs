// Makes src/scan-module.ts, the loops of the scan: node wasm/build.mjs
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import wabt from 'wabt';

const range = (count) => Array.from({length: count}, (_, i) => i);
/** References come in groups of 8 and queries in fours, so that eight sums of four lanes stay in registers. */
const sums = range(4).flatMap((query) => range(2).map((half) => ({query, half, sum: `$s${query}${half}`})));

/**
 * The numbers q·r − |r|²/2 of queries and references. A step is 4 bytes of each point: one column in float32, or two in
 * int16, which one instruction multiplies and adds.
 */
const score = (name, {multiply, add, toFloat}) => `
  (func $${name} (export "${name}")
    (param $refs i32)    ;; [groups][steps][8]
    (param $norms i32)   ;; [groups][8]: |r|²/2 in float32, NaN for no reference
    (param $groups i32)
    (param $queries i32) ;; [fours][steps][4]
    (param $fours i32)
    (param $steps i32)
    (param $out i32)     ;; [fours · 4][stride / 4]
    (param $stride i32)  ;; bytes from one query's numbers to the next one's
    (param $unit f32)    ;; what 1 of a sum of products stands for
    (local $group i32) (local $four i32) (local $r i32) (local $end i32) (local $q i32) (local $row i32)
    (local $r0 v128) (local $r1 v128) (local $s v128) (local $n0 v128) (local $n1 v128)
    ${sums.map(({sum}) => `(local ${sum} v128)`).join(' ')}
    (loop $nextGroup
      (local.set $end (i32.add (local.get $refs) (i32.shl (local.get $steps) (i32.const 5))))
      (local.set $n0 (v128.load (local.get $norms)))
      (local.set $n1 (v128.load offset=16 (local.get $norms)))
      (local.set $q (local.get $queries))
      (local.set $row (i32.add (local.get $out) (i32.shl (local.get $group) (i32.const 5))))
      (local.set $four (i32.const 0))
      (loop $nextFour
        ${sums.map(({sum}) => `(local.set ${sum} (v128.const i32x4 0 0 0 0))`).join('\n        ')}
        (local.set $r (local.get $refs))
        (loop $nextStep
          (local.set $r0 (v128.load (local.get $r)))
          (local.set $r1 (v128.load offset=16 (local.get $r)))
          ${range(4)
            .map(
              (query) => `(local.set $s (v128.load32_splat offset=${4 * query} (local.get $q)))
          (local.set $s${query}0 (${add} (local.get $s${query}0) (${multiply} (local.get $s) (local.get $r0))))
          (local.set $s${query}1 (${add} (local.get $s${query}1) (${multiply} (local.get $s) (local.get $r1))))`,
            )
            .join('\n          ')}
          (local.set $q (i32.add (local.get $q) (i32.const 16)))
          (local.set $r (i32.add (local.get $r) (i32.const 32)))
          (br_if $nextStep (i32.ne (local.get $r) (local.get $end))))
        (local.set $s (f32x4.splat (local.get $unit)))
        ${range(4)
          .map(
            (query) => `(v128.store (local.get $row) (f32x4.sub ${toFloat(`$s${query}0`)} (local.get $n0)))
        (v128.store offset=16 (local.get $row) (f32x4.sub ${toFloat(`$s${query}1`)} (local.get $n1)))
        (local.set $row (i32.add (local.get $row) (local.get $stride)))`,
          )
          .join('\n        ')}
        (local.set $four (i32.add (local.get $four) (i32.const 1)))
        (br_if $nextFour (i32.lt_u (local.get $four) (local.get $fours))))
      (local.set $refs (local.get $end))
      (local.set $norms (i32.add (local.get $norms) (i32.const 32)))
      (local.set $group (i32.add (local.get $group) (i32.const 1)))
      (br_if $nextGroup (i32.lt_u (local.get $group) (local.get $groups)))))`;

/** Whether the numbers of half a group reach the threshold of a query of four, or their own limits. */
const reaches = (query, half) => `(f32x4.ge (v128.load offset=${32 * query + 16 * half} (local.get $s))
            (f32x4.min (v128.load32_splat offset=${4 * query} (local.get $t))
              (f32x4.add (v128.load32_splat offset=${4 * query} (local.get $h)) (local.get $l${half}))))`;

/** The same numbers, group by group, and which of them reach the threshold of the query, or the limit of the reference. */
const scan = (name, scoreName) => `
  (func (export "${name}")
    (param $refs i32)
    (param $norms i32)
    (param $groups i32)     ;; at most 256
    (param $queries i32)
    (param $fours i32)
    (param $steps i32)
    (param $scores i32)     ;; [groups][fours · 4][8]
    (param $unit f32)
    (param $thresholds i32) ;; [fours][4]: NaN for no query
    (param $halves i32)     ;; [fours][4]: |q|²/2
    (param $limits i32)     ;; [groups][8]: the reference's own threshold − |r|²/2; infinity for none
    (param $out i32)        ;; group << 16 | query << 8 | one bit for each reference of the group
    (result i32)            ;; how many were written
    (local $begin i32) (local $group i32) (local $four i32) (local $s i32) (local $t i32) (local $h i32)
    (local $bits i32) (local $l0 v128) (local $l1 v128)
    ${sums.map(({sum}) => `(local ${sum} v128)`).join(' ')}
    (local.set $begin (local.get $out))
    (local.set $s (local.get $scores))
    (loop $nextGroup
      (call $${scoreName} (local.get $refs) (local.get $norms) (i32.const 1) (local.get $queries) (local.get $fours)
        (local.get $steps) (local.get $s) (i32.const 32) (local.get $unit))
      (local.set $l0 (v128.load (local.get $limits)))
      (local.set $l1 (v128.load offset=16 (local.get $limits)))
      (local.set $t (local.get $thresholds))
      (local.set $h (local.get $halves))
      (local.set $four (i32.const 0))
      (loop $nextFour
        ${sums.map(({query, half, sum}) => `(local.set ${sum} ${reaches(query, half)})`).join('\n        ')}
        (if (v128.any_true ${sums.map(({sum}) => `(local.get ${sum})`).reduce((a, b) => `(v128.or ${a} ${b})`)}) (then
          ${range(4)
            .map(
              (
                query,
              ) => `(local.set $bits (i32.or (i32x4.bitmask (local.get $s${query}0)) (i32.shl (i32x4.bitmask (local.get $s${query}1)) (i32.const 4))))
          (if (local.get $bits) (then
            (i32.store (local.get $out) (i32.or (i32.shl (local.get $group) (i32.const 16))
              (i32.or (i32.add (i32.shl (local.get $four) (i32.const 10)) (i32.const ${query << 8})) (local.get $bits))))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))))`,
            )
            .join('\n          ')}))
        (local.set $s (i32.add (local.get $s) (i32.const 128)))
        (local.set $t (i32.add (local.get $t) (i32.const 16)))
        (local.set $h (i32.add (local.get $h) (i32.const 16)))
        (local.set $four (i32.add (local.get $four) (i32.const 1)))
        (br_if $nextFour (i32.lt_u (local.get $four) (local.get $fours))))
      (local.set $refs (i32.add (local.get $refs) (i32.shl (local.get $steps) (i32.const 5))))
      (local.set $norms (i32.add (local.get $norms) (i32.const 32)))
      (local.set $limits (i32.add (local.get $limits) (i32.const 32)))
      (local.set $group (i32.add (local.get $group) (i32.const 1)))
      (br_if $nextGroup (i32.lt_u (local.get $group) (local.get $groups))))
    (i32.shr_u (i32.sub (local.get $out) (local.get $begin)) (i32.const 2)))`;

const source = `(module
  (memory (export "memory") 1)
  ${score('scoreFloat32', {multiply: 'f32x4.mul', add: 'f32x4.add', toFloat: (sum) => `(local.get ${sum})`})}
  ${score('scoreInt16', {
    multiply: 'i32x4.dot_i16x8_s',
    add: 'i32x4.add',
    toFloat: (sum) => `(f32x4.mul (local.get $s) (f32x4.convert_i32x4_s (local.get ${sum})))`,
  })}
  ${scan('scanFloat32', 'scoreFloat32')}
  ${scan('scanInt16', 'scoreInt16')})`;

/** The module in base64, for the file and for the test that it is up to date. */
export async function scanModuleOf() {
  const {parseWat} = await wabt();
  const {buffer} = parseWat('scan.wat', source, {simd: true}).toBinary({});
  return Buffer.from(buffer).toString('base64');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = (await scanModuleOf()).match(/.{1,100}/g);
  const code = `// Made by wasm/build.mjs.
/** The WebAssembly module of the scan, in base64. */
export const scanModule: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
  writeFileSync(new URL('../src/scan-module.ts', import.meta.url), code);
}
