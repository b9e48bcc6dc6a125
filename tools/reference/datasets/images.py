"""Small images as Pillow writes them, with the pixels as it reads them, in grey, and resized.

    python images.py

writes packages/datasets/test/fixtures/images.json.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import PIL
from PIL import Image


def pixels(image):
    return np.asarray(image).ravel().tolist()


def encoded(image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return base64.b64encode(file.getvalue()).decode()


def smooth(height, width):
    """A picture that JPEG keeps well."""
    y, x = np.mgrid[:height, :width]
    waves = [127 + 120 * np.sin(x / 5 + phase) * np.cos(y / 7 + phase) for phase in (0, 1, 2)]
    return Image.fromarray(np.stack(waves, axis=-1).astype(np.uint8), 'RGB')


def main():
    rng = np.random.default_rng(3)
    noise = Image.fromarray(rng.integers(0, 256, (7, 11, 3), dtype=np.uint8), 'RGB')
    grey = noise.convert('L')
    picture = smooth(19, 26)
    deep = Image.fromarray(rng.integers(0, 65536, (5, 6), dtype=np.uint16))
    palette = noise.quantize(13)
    bits = grey.point(lambda value: 255 * (value > 127)).convert('1')
    cases = [
        ('rgb.png', noise, {'format': 'PNG'}, pixels(noise), 0),
        ('grey.png', grey, {'format': 'PNG'}, pixels(grey), 0),
        ('bits.png', bits, {'format': 'PNG'}, pixels(bits.convert('L')), 0),
        ('palette.png', palette, {'format': 'PNG', 'bits': 4}, pixels(palette.convert('RGB')), 0),
        ('opaque.png', noise.convert('RGBA'), {'format': 'PNG'}, pixels(noise), 0),
        ('deep.png', deep, {'format': 'PNG'}, np.rint(np.asarray(deep) / 257).astype(int).ravel().tolist(), 0),
        ('grey.jpg', picture.convert('L'), {'format': 'JPEG', 'quality': 95}, None, 1),
        ('full.jpeg', picture, {'format': 'JPEG', 'quality': 95, 'subsampling': 0}, None, 3),
        ('progressive.jpg', picture, {'format': 'JPEG', 'quality': 95, 'subsampling': 0, 'progressive': True}, None, 3),
        ('halved.jpg', picture, {'format': 'JPEG', 'quality': 95, 'subsampling': 2}, None, 20),
        ('grey.pgm', grey, {'format': 'PPM'}, pixels(grey), 0),
        ('rgb.ppm', noise, {'format': 'PPM'}, pixels(noise), 0),
    ]
    written = []
    for name, image, options, expected, tolerance in cases:
        text = encoded(image, **options)
        if expected is None:
            expected = pixels(Image.open(io.BytesIO(base64.b64decode(text))))
        written.append(
            {
                'name': name,
                'bytes': text,
                'width': image.width,
                'height': image.height,
                'pixels': expected,
                'tolerance': tolerance,
            }
        )
    sizes = [(4, 5), (14, 22), (3, 20), (7, 11), (1, 1)]
    fixture = {
        'versions': {'pillow': PIL.__version__, 'numpy': np.__version__},
        'images': written,
        'grey': pixels(grey),
        'resized': [
            {'size': size, 'pixels': pixels(noise.resize(size[::-1], Image.Resampling.BILINEAR))} for size in sizes
        ],
        'transparent': encoded(Image.new('RGBA', (2, 2), (1, 2, 3, 128)), format='PNG'),
        'cmyk': encoded(noise.convert('CMYK'), format='JPEG'),
    }
    target = Path(__file__).parents[3] / 'packages/datasets/test/fixtures/images.json'
    target.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
