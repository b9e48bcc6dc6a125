/** The digests of a file, in lower-case hexadecimal; every one that is given must match. */
export interface Digests {
  readonly sha256?: string;
  readonly md5?: string;
}

/** A published file. */
export interface SourceFile {
  /** Its name below each mirror, and in the folder it is downloaded to. */
  readonly name: string;
  /** Size of the published file. */
  readonly bytes: number;
  /** Digests of the published file. */
  readonly digests: Digests;
  /** Digests of the unzipped content; a file that was packed again is recognised by them. */
  readonly contentDigests?: Digests;
}

/** A data set of four IDX files on the web. */
export interface IdxSource {
  /** The data set's name. */
  readonly name: string;
  /** Where it is described, and under which terms it is given. */
  readonly about: string;
  /** Folders on the web that have the files, in the order in which they are tried; each ends in a slash. */
  readonly mirrors: readonly string[];
  readonly files: {
    readonly trainImages: SourceFile;
    readonly trainLabels: SourceFile;
    readonly testImages: SourceFile;
    readonly testLabels: SourceFile;
  };
  /** A name for each class. */
  readonly classNames: readonly string[];
}

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 (LeCun, Cortes, Burges).
 * The content digests were computed from the canonical files.
 */
export const mnistSource: IdxSource = {
  name: 'MNIST',
  about: 'http://yann.lecun.com/exdb/mnist/',
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  files: {
    trainImages: {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 9912422,
      digests: {
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
        md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
      },
      contentDigests: {
        sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
        md5: '6bbc9ace898e44ae57da46a324031adb',
      },
    },
    trainLabels: {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 28881,
      digests: {
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
        md5: 'd53e105ee54ea40749a09fcbcd1e9432',
      },
      contentDigests: {sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5'},
    },
    testImages: {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 1648877,
      digests: {
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
        md5: '9fb629c4189551a2d022fa330f9573f3',
      },
      contentDigests: {sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'},
    },
    testLabels: {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 4542,
      digests: {
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
        md5: 'ec29112dd5afa0611ce80d1b7f02629c',
      },
      contentDigests: {sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'},
    },
  },
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
};

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28 x 28 (Xiao, Rasul, Vollgraf 2017,
 * arXiv 1708.07747). Sizes and digests as they are published; the files themselves were not at hand here.
 */
export const fashionMnistSource: IdxSource = {
  name: 'Fashion-MNIST',
  about: 'https://github.com/zalandoresearch/fashion-mnist (MIT licence)',
  mirrors: [
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
    // An S3 website answers http alone; the digests make that safe.
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  files: {
    trainImages: {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 26421880,
      digests: {
        sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
        md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
      },
    },
    trainLabels: {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 29515,
      digests: {
        sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
        md5: '25c81989df183df01b3e8a0aad5dffbe',
      },
    },
    testImages: {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 4422102,
      digests: {
        sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
        md5: 'bef4ecab320f06d8554ea6380940ec79',
      },
    },
    testLabels: {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 5148,
      digests: {
        sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
        md5: 'bb300cfdad3c16e7a12a480ee83cd310',
      },
    },
  },
  classNames: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
};
