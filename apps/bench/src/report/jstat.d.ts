declare module 'jstat' {
  const jstat: {
    jStat: {
      studentt: {
        inv(probability: number, degreesOfFreedom: number): number;
        cdf(value: number, degreesOfFreedom: number): number;
      };
      chisquare: {cdf(value: number, degreesOfFreedom: number): number};
      centralF: {cdf(value: number, degreesOfFreedom1: number, degreesOfFreedom2: number): number};
      /** The studentized range. */
      tukey: {inv(probability: number, means: number, degreesOfFreedom: number): number};
    };
  };
  export default jstat;
}
