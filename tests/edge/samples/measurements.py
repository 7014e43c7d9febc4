"""Bodies of what is measured of a child."""

from typing import Any

from service.archive.measurements import MeasurementChange, MeasurementDraft

MEASURED = {
    "day": "2020-05-01",
    "height_cm": 104.5,
    "weight_kg": 16.8,
    "left_eye": 4.9,
    "right_eye": 5.0,
    "surely": True,
}
SAMPLES: dict[type, dict[str, Any]] = {MeasurementChange: MEASURED, MeasurementDraft: MEASURED}
