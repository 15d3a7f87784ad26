"""The one short line on how an image was made, as a corner of the viewport shows it. Numbers and units only: the same in all languages."""

from __future__ import annotations

from workstation.imaging.elements import Elements


def technique_of(dataset: Elements, modality: str) -> str:
    """``120 kV 240 mA 1.25 mm BONE``, ``TR 4000 TE 80 3 mm``, ``28 kV 85 mAs MO/RH``, ..."""
    parts: list[str] = []

    def say(keyword: str, form: str, factor: float = 1.0) -> None:
        value = dataset.number(keyword)
        if value:
            parts.append(form.format(f"{value * factor:.4g}"))

    if modality in ("CT", "CR", "DX", "MG", "XA", "RF", "IO", "PX"):
        say("KVP", "{} kV")
        if modality == "CT":
            say("XRayTubeCurrent", "{} mA")
        else:
            say("ExposureInuAs", "{} mAs", 0.001) if "ExposureInuAs" in dataset else say("Exposure", "{} mAs")
    if modality == "MG":
        anode, filtered = dataset.text("AnodeTargetMaterial"), dataset.text("FilterMaterial")
        metals = {"MOLYBDENUM": "Mo", "RHODIUM": "Rh", "TUNGSTEN": "W", "SILVER": "Ag", "ALUMINUM": "Al"}
        if anode:
            parts.append("/".join(metals.get(m.upper(), m) for m in (anode, filtered) if m))
        say("CompressionForce", "{} N")
        say("BodyPartThickness", "{} mm")
    if modality == "MR":
        for keyword, form in (("RepetitionTime", "TR {}"), ("EchoTime", "TE {}"), ("InversionTime", "TI {}"), ("FlipAngle", "{}°")):
            say(keyword, form)
    if modality in ("CT", "MR", "PT", "NM"):
        say("SliceThickness", "{} mm")
    if modality == "CT" and dataset.text("ConvolutionKernel"):
        parts.append(dataset.text("ConvolutionKernel")[:16])
    return " ".join(parts)
