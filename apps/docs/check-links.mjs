// Builds the site and follows every link and anchor inside it; fails where one leads nowhere, or typedoc has a complaint.
import {formatErrors, validateFolder} from 'check-html-links';
import {build, out} from './build.mjs';

const isClean = await build();
const errors = await validateFolder(out, {validateExternals: false});
if (errors.length > 0) console.error(formatErrors(errors));
else console.log('Every link inside the site is right.');
process.exitCode = isClean && errors.length === 0 ? 0 : 1;
