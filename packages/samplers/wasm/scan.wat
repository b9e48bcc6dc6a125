;; Which references may be near to which queries: q·r − |r|²/2 in float32, held against one threshold a query.
;; References come in groups of 8 and queries in fours, so that eight sums of four lanes stay in registers.
(module
  (memory (export "memory") 1)
  (func (export "scan")
    (param $refs i32)       ;; [groups][dims][8]
    (param $norms i32)      ;; [groups][8]: |r|²/2, NaN for no reference
    (param $groups i32)     ;; at most 256
    (param $queries i32)    ;; [fours][dims][4]
    (param $thresholds i32) ;; [fours][4], NaN for no query
    (param $fours i32)
    (param $dims i32)
    (param $out i32)        ;; query << 16 | group << 8 | one bit for each reference of the group
    (result i32)            ;; how many were written
    (local $begin i32) (local $group i32) (local $four i32)
    (local $r i32) (local $end i32) (local $q i32) (local $t i32) (local $bits i32)
    (local $r0 v128) (local $r1 v128) (local $s v128) (local $n0 v128) (local $n1 v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local.set $begin (local.get $out))
    (loop $nextGroup
      (local.set $end (i32.add (local.get $refs) (i32.shl (local.get $dims) (i32.const 5))))
      (local.set $n0 (v128.load (local.get $norms)))
      (local.set $n1 (v128.load offset=16 (local.get $norms)))
      (local.set $q (local.get $queries))
      (local.set $t (local.get $thresholds))
      (local.set $four (i32.const 0))
      (loop $nextFour
        (local.set $a0 (v128.const f32x4 0 0 0 0)) (local.set $b0 (v128.const f32x4 0 0 0 0))
        (local.set $a1 (v128.const f32x4 0 0 0 0)) (local.set $b1 (v128.const f32x4 0 0 0 0))
        (local.set $a2 (v128.const f32x4 0 0 0 0)) (local.set $b2 (v128.const f32x4 0 0 0 0))
        (local.set $a3 (v128.const f32x4 0 0 0 0)) (local.set $b3 (v128.const f32x4 0 0 0 0))
        (local.set $r (local.get $refs))
        (loop $nextDim
          (local.set $r0 (v128.load (local.get $r)))
          (local.set $r1 (v128.load offset=16 (local.get $r)))
          (local.set $s (v128.load32_splat (local.get $q)))
          (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $s) (local.get $r0))))
          (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $s) (local.get $r1))))
          (local.set $s (v128.load32_splat offset=4 (local.get $q)))
          (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $s) (local.get $r0))))
          (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $s) (local.get $r1))))
          (local.set $s (v128.load32_splat offset=8 (local.get $q)))
          (local.set $a2 (f32x4.add (local.get $a2) (f32x4.mul (local.get $s) (local.get $r0))))
          (local.set $b2 (f32x4.add (local.get $b2) (f32x4.mul (local.get $s) (local.get $r1))))
          (local.set $s (v128.load32_splat offset=12 (local.get $q)))
          (local.set $a3 (f32x4.add (local.get $a3) (f32x4.mul (local.get $s) (local.get $r0))))
          (local.set $b3 (f32x4.add (local.get $b3) (f32x4.mul (local.get $s) (local.get $r1))))
          (local.set $q (i32.add (local.get $q) (i32.const 16)))
          (local.set $r (i32.add (local.get $r) (i32.const 32)))
          (br_if $nextDim (i32.ne (local.get $r) (local.get $end))))
        (local.set $s (v128.load32_splat (local.get $t)))
        (local.set $bits (i32.or
          (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $a0) (local.get $n0)) (local.get $s)))
          (i32.shl (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $b0) (local.get $n1)) (local.get $s))) (i32.const 4))))
        (if (local.get $bits) (then
          (i32.store (local.get $out) (i32.or (i32.shl (local.get $four) (i32.const 18))
            (i32.or (i32.shl (local.get $group) (i32.const 8)) (local.get $bits))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (local.set $s (v128.load32_splat offset=4 (local.get $t)))
        (local.set $bits (i32.or
          (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $a1) (local.get $n0)) (local.get $s)))
          (i32.shl (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $b1) (local.get $n1)) (local.get $s))) (i32.const 4))))
        (if (local.get $bits) (then
          (i32.store (local.get $out) (i32.or (i32.or (i32.shl (local.get $four) (i32.const 18)) (i32.const 0x10000))
            (i32.or (i32.shl (local.get $group) (i32.const 8)) (local.get $bits))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (local.set $s (v128.load32_splat offset=8 (local.get $t)))
        (local.set $bits (i32.or
          (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $a2) (local.get $n0)) (local.get $s)))
          (i32.shl (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $b2) (local.get $n1)) (local.get $s))) (i32.const 4))))
        (if (local.get $bits) (then
          (i32.store (local.get $out) (i32.or (i32.or (i32.shl (local.get $four) (i32.const 18)) (i32.const 0x20000))
            (i32.or (i32.shl (local.get $group) (i32.const 8)) (local.get $bits))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (local.set $s (v128.load32_splat offset=12 (local.get $t)))
        (local.set $bits (i32.or
          (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $a3) (local.get $n0)) (local.get $s)))
          (i32.shl (i32x4.bitmask (f32x4.ge (f32x4.sub (local.get $b3) (local.get $n1)) (local.get $s))) (i32.const 4))))
        (if (local.get $bits) (then
          (i32.store (local.get $out) (i32.or (i32.or (i32.shl (local.get $four) (i32.const 18)) (i32.const 0x30000))
            (i32.or (i32.shl (local.get $group) (i32.const 8)) (local.get $bits))))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (local.set $t (i32.add (local.get $t) (i32.const 16)))
        (local.set $four (i32.add (local.get $four) (i32.const 1)))
        (br_if $nextFour (i32.lt_u (local.get $four) (local.get $fours))))
      (local.set $refs (local.get $end))
      (local.set $norms (i32.add (local.get $norms) (i32.const 32)))
      (local.set $group (i32.add (local.get $group) (i32.const 1)))
      (br_if $nextGroup (i32.lt_u (local.get $group) (local.get $groups))))
    (i32.shr_u (i32.sub (local.get $out) (local.get $begin)) (i32.const 2))))
