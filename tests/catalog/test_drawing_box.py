"""The box of a drawing is what stands for its millimetres."""

import pytest

from catalog.domain import drawing_box


@pytest.mark.parametrize(
    ("drawing", "box"),
    [
        ('<path d="M4.5 18L4.5 46L59.5 59.5Z"/>', (4.5, 18.0, 55.0, 41.5)),
        ('<ellipse cx="32" cy="32" rx="21.5" ry="27.5"/><path d="M20 20L40 40"/>', (10.5, 4.5, 43.0, 55.0)),
        ('<circle cx="32" cy="32" r="20"/>', (12.0, 12.0, 40.0, 40.0)),
        (
            '<rect x="10" y="4" width="20" height="50"/><line x1="5" y1="6" x2="7" y2="8"/>',
            (5.0, 4.0, 25.0, 50.0),
        ),
        ('<polygon points="1,2 3,4 9,1"/>', (1.0, 1.0, 8.0, 3.0)),
        ('<path d="M0 0C0 40 40 40 40 0"/>', (0.0, 0.0, 40.0, 30.0)),
        ('<path d="m4 4l8 8 2 0zM20 4v10h-2q4 4 8 0t8 0"/>', (4.0, 4.0, 30.0, 12.0)),
        ('<path d="M10 10A5 5 0 0 1 20 20"/>', (0.0, 0.0, 64.0, 64.0)),
        ('<path d="M10"/>', (0.0, 0.0, 64.0, 64.0)),
        (
            '<ellipse cx="32" cy="32" rx="21.5" ry="27.5"/><path d="M21.5 29c.4-7.2 3.6-12.4 9-14.8"/>',
            (10.5, 4.5, 43.0, 55.0),
        ),
        ("", (0.0, 0.0, 64.0, 64.0)),
    ],
)
def test_box(drawing, box):
    assert drawing_box(drawing) == pytest.approx(box)
