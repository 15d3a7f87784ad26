// A volume in one 3-D texture, sampled by texelFetch: exact texels, no eighth-bit weights of the hardware's filter.
// NAME_place holds, a column a slice: row 0 (mm along the normal, shift in columns, shift in rows, ready), row 1 (slope, intercept,
// share of a gap after the slice that is still the slice's, 0 where no gap follows).
uniform sampler3D NAME_volume;
#if defined(NAME_LOOKUP) || defined(NAME_SLOPES) || defined(NAME_PARTIAL)
uniform sampler2D NAME_place;
#endif
vec4 NAME_fetch(vec2 uv, int k) { return texelFetch(NAME_volume, ivec3(clamp(ivec2(floor(uv + 0.5)), ivec2(0), ivec2(NAME_size.xy) - 1), k), 0); }
float NAME_texel(ivec3 p) { return NAME_value(texelFetch(NAME_volume, p, 0), false); }
float NAME_line(float s, int k)
{
#if defined(NAME_SLOPES)
  vec2 r = texelFetch(NAME_place, ivec2(k, 1), 0).xy;
  return s * r.x + (r.y + NAME_scale.w);
#else
  return s * NAME_scale.z + NAME_scale.w;
#endif
}
float NAME_nearest(vec2 uv, int k)
{
#if defined(NAME_FLOAT)
  NAME_none = false;
#endif
  return NAME_line(NAME_value(NAME_fetch(uv, k), true), k);
}
float NAME_bilinear(vec2 uv, int k)
{
  ivec2 last = ivec2(NAME_size.xy) - 1;
  vec2 f = floor(uv);
  vec2 t = uv - f;
  ivec2 a = clamp(ivec2(f), ivec2(0), last);
  ivec2 b = clamp(ivec2(f) + 1, ivec2(0), last);
#if defined(NAME_FLOAT)
  NAME_none = false;
#endif
  float low = mix(NAME_texel(ivec3(a, k)), NAME_texel(ivec3(b.x, a.y, k)), t.x);
  float high = mix(NAME_texel(ivec3(a.x, b.y, k)), NAME_texel(ivec3(b, k)), t.x);
#if defined(NAME_FLOAT)
  if (NAME_none) return NAME_nearest(uv, k);  // beside a voxel without a value: nothing to interpolate with
#endif
  return NAME_line(mix(low, high, t.y), k);
}
#if defined(NAME_LOOKUP)
// Slice coordinate of a distance along the normal, for uneven spacing: the slices' own places, searched by halves.
float NAME_find(float mm)
{
  int low = 0, high = int(NAME_size.z) - 1;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (texelFetch(NAME_place, ivec2(middle, 0), 0).x <= mm) low = middle; else high = middle;
  }
  float a = texelFetch(NAME_place, ivec2(low, 0), 0).x, b = texelFetch(NAME_place, ivec2(high, 0), 0).x;
  return high == low ? 0.0 : float(low) + (mm - a) / (b - a);
}
#endif
// q: (column, row, slice) coordinates; with NAME_LOOKUP (column, row, mm along the normal). (value, weight); weight 0 outside.
vec2 NAME_at(vec3 q)
{
#if defined(NAME_LOOKUP)
  q.z = NAME_find(q.z);
  int low = clamp(int(floor(q.z)), 0, int(NAME_size.z) - 1);
  int high = min(low + 1, int(NAME_size.z) - 1);
  vec2 drift = mix(texelFetch(NAME_place, ivec2(low, 0), 0).yz, texelFetch(NAME_place, ivec2(high, 0), 0).yz, clamp(q.z - float(low), 0.0, 1.0));
  q.xy -= drift;
#endif
  if (any(lessThan(q, vec3(-0.5))) || any(greaterThan(q, NAME_size - 0.5))) return vec2(0.0);
  float z = clamp(q.z, 0.0, NAME_size.z - 1.0);
  int a = int(floor(z)), b = min(a + 1, int(NAME_size.z) - 1);
  float t = z - float(a);
#if defined(NAME_GAPS)
  float own = texelFetch(NAME_place, ivec2(a, 1), 0).z;  // in a gap nothing is computed: a slice ends half a step from its middle
  if (own > 0.0 && t > own && t < 1.0 - own) return vec2(0.0);
  t = own > 0.0 ? step(0.5, t) : t;
#endif
#if defined(NAME_PARTIAL)
  if (texelFetch(NAME_place, ivec2(a, 0), 0).w < 0.5 || (t > 0.001 && texelFetch(NAME_place, ivec2(b, 0), 0).w < 0.5)) return vec2(0.0);
#endif
#if defined(NAME_FLOAT)
  float x = NAME_bilinear(q.xy, a);
  bool without = NAME_none;
  float y = NAME_bilinear(q.xy, b);
  if (t < 0.5 ? without : NAME_none) return vec2(0.0);
  if (without || NAME_none) x = without ? y : x; else x = mix(x, y, t);
#else
  float x = mix(NAME_bilinear(q.xy, a), NAME_bilinear(q.xy, b), t);
#endif
#if defined(NAME_PADDING)
  float s = NAME_held(NAME_fetch(q.xy, t < 0.5 ? a : b));
  if (s >= NAME_padding.x && s <= NAME_padding.y) return vec2(0.0);
#endif
  return vec2(x, 1.0);
}
// The hardware's own filter: quicker where a processor rasterises (and exact there). Not for slopes that differ by slice, slices
// still missing, padding left out, uneven spacing, or values in two parts. NAME_within: q is known to be inside.
#if defined(NAME_SLOPES) || defined(NAME_PARTIAL) || defined(NAME_PADDING) || defined(NAME_LOOKUP) || defined(NAME_WIDE)
vec2 NAME_within(vec3 q) { return NAME_at(q); }
vec2 NAME_quick(vec3 q) { return NAME_at(q); }
#else
vec2 NAME_within(vec3 q)
{
  float s = texture(NAME_volume, (q + 0.5) / NAME_size).r * NAME_scale.x + NAME_scale.y;
#if defined(NAME_FLOAT)
  if (s < -1.0e30) return vec2(0.0);  // a voxel without a value weighs in
#endif
  return vec2(((s - NAME_origin.x) - NAME_origin.y) * NAME_scale.z + NAME_scale.w, 1.0);
}
vec2 NAME_quick(vec3 q)
{
  if (any(lessThan(q, vec3(-0.5))) || any(greaterThan(q, NAME_size - 0.5))) return vec2(0.0);
  return NAME_within(q);
}
#endif
