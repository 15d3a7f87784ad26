// One image in a texture of its own; results are values as the window takes them.
uniform sampler2D NAME_image;
vec4 NAME_fetch(vec2 uv) { return texelFetch(NAME_image, clamp(ivec2(floor(uv + 0.5)), ivec2(0), ivec2(NAME_size.xy) - 1), 0); }
float NAME_texel(ivec2 p) { return NAME_value(texelFetch(NAME_image, p, 0), false); }
float NAME_nearest(vec2 uv)
{
#if defined(NAME_FLOAT)
  NAME_none = false;
#endif
  return NAME_value(NAME_fetch(uv), true) * NAME_scale.z + NAME_scale.w;
}
float NAME_bilinear(vec2 uv)
{
  ivec2 last = ivec2(NAME_size.xy) - 1;
  vec2 f = floor(uv);
  vec2 t = uv - f;
  ivec2 a = clamp(ivec2(f), ivec2(0), last);
  ivec2 b = clamp(ivec2(f) + 1, ivec2(0), last);
#if defined(NAME_FLOAT)
  NAME_none = false;
#endif
  float s = mix(mix(NAME_texel(a), NAME_texel(ivec2(b.x, a.y)), t.x), mix(NAME_texel(ivec2(a.x, b.y)), NAME_texel(b), t.x), t.y);
#if defined(NAME_FLOAT)
  if (NAME_none) return NAME_nearest(uv);  // beside a pixel without a value: nothing to interpolate with
#endif
  return s * NAME_scale.z + NAME_scale.w;
}
