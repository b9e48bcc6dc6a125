// Writes test/fixtures/tfjs-node of packages/model-files with the code of @tensorflow/tfjs-node 4.22.0, and reads with it a model
// that modelFiles wrote. Made with Node 20.20; run in a folder outside the repository:
//
//     npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0
//     node …/tfjs_node.mjs write …/packages/model-files/test/fixtures/tfjs-node
//     node …/tfjs_node.mjs read FOLDER   # prints the scores of the input [[1, −2, 0.5]]
//
// --ignore-scripts leaves the binary out, which only computes: the part that reads and writes files is JavaScript.
import {writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const installed = createRequire(join(process.cwd(), 'here.js'));
const tf = installed('@tensorflow/tfjs');
const {nodeFileSystemRouter} = installed('@tensorflow/tfjs-node/dist/io/file_system');

const [, , command, folder] = process.argv;
const input = tf.tensor2d([[1, -2, 0.5]]);

if (command === 'write') {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({units: 4, activation: 'tanh', inputShape: [3]}),
      tf.layers.batchNormalization(),
      tf.layers.dense({units: 2, activation: 'softmax'}),
    ],
  });
  model.compile({optimizer: 'adam', loss: 'categoricalCrossentropy'});
  await model.save(nodeFileSystemRouter(`file://${folder}`));
  const scores = Array.from(model.predict(input).dataSync());
  writeFileSync(join(folder, 'scores.json'), `${JSON.stringify({input: [[1, -2, 0.5]], scores})}\n`);
} else if (command === 'read') {
  const model = await tf.loadLayersModel(nodeFileSystemRouter(`file://${join(folder, 'model.json')}`));
  console.log(JSON.stringify(Array.from(model.predict(input).dataSync())));
} else {
  throw new Error(`The command is 'write' or 'read', but not '${command}'.`);
}
