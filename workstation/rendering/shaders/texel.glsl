// From a texel to a value as the window takes it. NAME_scale = (stored per sample, bias, slope, rest); NAME_origin is a stored value in two
// floats: value = (stored - origin) * slope + rest. Near the origin, which lies where the grey changes, nothing is lost of a 32-bit
// integer or of a double. A texel holds the stored value (WIDE: its large and its small part), or, for a volume with modality LUTs,
// the modality value and beside it the stored one (PAIRED), which alone counts where the frame itself is shown (STORED).
#if defined(NAME_FLOAT)
bool NAME_none = false;  // what was read is not a number
#endif
#if defined(NAME_MODALITY)
uniform sampler2D NAME_modality;  // modality LUT, NAME_modality_shape = (first, length)
#endif
float NAME_held(vec4 t)
{
#if defined(NAME_STORED) || defined(NAME_PAIRED)
  return t.g;
#elif defined(NAME_WIDE)
  return t.r + t.g;
#else
  return t.r * NAME_scale.x + NAME_scale.y;
#endif
}
float NAME_value(vec4 t, bool whole)
{
#if defined(NAME_STORED)
  float s = t.g;
#elif defined(NAME_FLOAT)
  float s = t.r;
  if (s < -3.2e38) NAME_none = true;
#else
  float s = t.r * NAME_scale.x + NAME_scale.y;
  if (whole) s = floor(s + 0.5);
#endif
#if defined(NAME_MODALITY)
  int at = int(clamp(floor(s + 0.5) - NAME_modality_shape.x, 0.0, NAME_modality_shape.y - 1.0));
  s = texelFetch(NAME_modality, ivec2(at % 1024, at / 1024), 0).r;
#endif
  PRECISE float away = s - NAME_origin.x;
#if defined(NAME_WIDE)
  PRECISE float rest = t.g - NAME_origin.y;
  return away + rest;
#else
  return away - NAME_origin.y;
#endif
}
#if defined(NAME_GREYS)
// The whole chain as one table over what is stored, at 1:1: NAME_greys_first is the stored value of its first entry.
uniform sampler2D NAME_greys;
float NAME_direct(vec4 t)
{
  int at = int(floor(NAME_held(t) + 0.5) - NAME_greys_first);
  return texelFetch(NAME_greys, ivec2(at % 1024, at / 1024), 0).r;
}
#endif
