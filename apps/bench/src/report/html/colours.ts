/** The colours of a page and of its charts as CSS variables: those of losses and classes are explained in charts/palette.ts. */
export const lightColours: string = `
  --page: #ffffff; --text: #1b2027; --muted: #59636e; --line: #dde2e8; --shade: #f4f6f8;
  --rare: #fdf0d0; --heat-none: #f1f3f6; --heat: #1769aa; --on-heat: #ffffff;
  --good: #1a6b3c; --bad: #a8281c;
  --loss-0: #59636e; --loss-1: #0c5aff; --loss-2: #e6761b; --loss-3: #0daa6f; --loss-4: #bc76da;
  --loss-5: #704410; --loss-6: #242b6d; --loss-7: #f02d4b; --loss-8: #5a00a5; --loss-9: #87003c;
  --loss-10: #3c0000; --loss-11: #00001e;
  --class-0: #8250ff; --class-1: #ff9601; --class-2: #77000a; --class-3: #acb8c9; --class-4: #b500a0;
  --class-5: #885563; --class-6: #d52500; --class-7: #d2b07d; --class-8: #181d48; --class-9: #53a7ff;`.trim();

export const darkColours: string = `
  --page: #14181d; --text: #e6e9ee; --muted: #a3adb8; --line: #323941; --shade: #1d2228;
  --rare: #3a3116; --heat-none: #1f252c; --heat: #6db9f2; --on-heat: #0b1016;
  --good: #6fd08f; --bad: #ff9186;
  --loss-0: #aab4bf; --loss-1: #5b7fff; --loss-2: #e36517; --loss-3: #1ddb6f; --loss-4: #aa74c0;
  --loss-5: #fdd208; --loss-6: #bfffd3; --loss-7: #7800ff; --loss-8: #0f692d; --loss-9: #c37878;
  --loss-10: #a52d69; --loss-11: #961eb4;
  --class-0: #609dff; --class-1: #f5f000; --class-2: #d63400; --class-3: #a2a99e; --class-4: #7f4cff;
  --class-5: #b94f4c; --class-6: #ffb75b; --class-7: #b8f3b0; --class-8: #915da1; --class-9: #74f9ff;`.trim();
