// One image in a texture of its own. NAME_scale = (stored per sample, bias, slope, intercept); results are modality values.
uniform sampler2D NAME_image;
float NAME_texel(ivec2 p) { return texelFetch(NAME_image, p, 0).r * NAME_scale.x + NAME_scale.y; }
float NAME_nearest(vec2 uv)
{
  float s = NAME_texel(clamp(ivec2(floor(uv + 0.5)), ivec2(0), ivec2(NAME_size.xy) - 1));
  return (NAME_rounding > 0.5 ? floor(s + 0.5) : s) * NAME_scale.z + NAME_scale.w;
}
float NAME_bilinear(vec2 uv)
{
  ivec2 last = ivec2(NAME_size.xy) - 1;
  vec2 f = floor(uv);
  vec2 t = uv - f;
  ivec2 a = clamp(ivec2(f), ivec2(0), last);
  ivec2 b = clamp(ivec2(f) + 1, ivec2(0), last);
  float s = mix(mix(NAME_texel(a), NAME_texel(ivec2(b.x, a.y)), t.x), mix(NAME_texel(ivec2(a.x, b.y)), NAME_texel(b), t.x), t.y);
  return s * NAME_scale.z + NAME_scale.w;
}
